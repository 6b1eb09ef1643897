#!/bin/sh
# Generates a TypeScript client from docs/openapi.json and compiles it with a sample of its use.
# Without npm it says so and goes on; under CI it fails.
set -eu
cd "$(dirname "$0")"
if ! command -v npm >/dev/null 2>&1; then
    if [ -n "${CI:-}" ]; then
        echo "client: npm is required here" >&2
        exit 1
    fi
    echo "SKIPPED: the TypeScript client (npm is missing)"
    exit 0
fi
if [ ! node_modules/.stamp -nt package-lock.json ]; then
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
    touch node_modules/.stamp
fi
mkdir -p build
node_modules/.bin/openapi-typescript ../../docs/openapi.json --output build/api.d.ts
node_modules/.bin/tsc --project tsconfig.json
echo "client: $(wc -l < build/api.d.ts) lines of types compile strictly"
