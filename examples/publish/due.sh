#!/bin/sh
# Says due=yes if the published site should be built again now: somebody changed it or asked for it, a day has begun
# where the site is at home, or time has passed something that it says.
#   SITE   its address, ZONE its time zone, EVENT why this runs: push, schedule, …
set -eu
hour=$(TZ=$ZONE date ${SOURCE_DATE_EPOCH:+--date=@$SOURCE_DATE_EPOCH} +%H)
if [ "$EVENT" != schedule ] || [ "$hour" = 00 ]; then
  echo due=yes
  exit
fi
mkdir -p live/.well-known
if ! curl --fail --silent --show-error --location --retry 3 --output live/.well-known/sitegen.json \
  "${SITE%/}/.well-known/sitegen.json"; then
  # What cannot be asked is published again.
  echo due=yes
  exit
fi
code=0
sitegen stale live >&2 || code=$?
case $code in
  0) echo due=no ;;
  5) echo due=yes ;;
  *) exit "$code" ;;
esac
