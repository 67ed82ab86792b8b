#!/usr/bin/env bash
# The OpenAPI documents are complete and consistent: cmake/openapi_to_json.py refuses a careless one. That they match
# what is served is for the functional tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for service in point ottb dci workspace; do
  /usr/bin/python3 cmake/openapi_to_json.py "api/$service.yaml" "$out/$service.json"
done
