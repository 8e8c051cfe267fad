#!/bin/sh
# Creates the namespace, once; the server may need a while after its port is open.
set -eu

tries=60
until temporal operator cluster health >/dev/null 2>&1; do
  tries=$((tries - 1))
  if [ "$tries" -eq 0 ]; then
    echo "no Temporal server at $TEMPORAL_ADDRESS" >&2
    exit 1
  fi
  sleep 2
done

if temporal operator namespace describe -n "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  echo "namespace $TEMPORAL_NAMESPACE is there"
else
  temporal operator namespace create -n "$TEMPORAL_NAMESPACE" --retention 30d
fi
