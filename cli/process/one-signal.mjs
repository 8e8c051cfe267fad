// A signal to the whole process group (Ctrl-C, systemd) comes twice to a program that npm or the launcher has started: they pass
// theirs on. For Drydock a second one means "at once", so the copy is dropped.
const copyWithinMs = 250;

/** @type {Map<string | symbol, number>} */
const lastAt = new Map();
const emit = process.emit;

process.emit = function (name, ...args) {
  if (name !== 'SIGINT' && name !== 'SIGTERM') return emit.call(this, name, ...args);
  const now = performance.now();
  if (now - (lastAt.get(name) ?? Number.NEGATIVE_INFINITY) < copyWithinMs) return true;
  lastAt.set(name, now);
  // The listener may be for one signal, and the end of the process near: in both cases the copy would kill.
  const keep = () => {};
  process.on(name, keep);
  setTimeout(() => process.off(name, keep), copyWithinMs);
  return emit.call(this, name, ...args);
};
