#!/usr/bin/env bash
# Builds the container image and labels it with what package.json and Git say: npm run image -- --tag NAME [more options].
# BUILDER is the command that builds: "docker build" unless set, "podman build" or "buildah bud" are others.
set -euo pipefail
cd "$(dirname "$0")/.."

read -r -a builder <<<"${BUILDER:-docker build}"
manifest() { node --print "require('./package.json').$1"; }

exec "${builder[@]}" --file deploy/Dockerfile \
  --build-arg TITLE="$(manifest name)" \
  --build-arg DESCRIPTION="$(manifest description)" \
  --build-arg VERSION="$(manifest version)" \
  --build-arg LICENSE="$(manifest license)" \
  --build-arg REVISION="$(git rev-parse HEAD 2>/dev/null || echo unknown)" \
  "$@" .
