const lookEveryMs = 100;

/** Repeats a look that throws as long as something is not yet so. Throws what it threw last once the time is up. */
export async function untilPasses<T>(look: () => Promise<T>, withinMs = 30_000): Promise<T> {
  const giveUpAt = Date.now() + withinMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  }
}
