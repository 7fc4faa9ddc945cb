// Reads calendars as Mozilla's ical.js does and prints, as JSON, what it makes of each event: UID, start and end in seconds.
// usage: node instants.mjs ICAL.JS CALENDAR…
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [library, ...paths] = process.argv.slice(2);
const ICAL = (await import(pathToFileURL(library))).default;
const found = {};
for (const path of paths) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(path, "utf8")));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  found[path] = calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return [event.uid, event.summary, event.startDate.toUnixTime(), event.endDate.toUnixTime()];
  });
}
console.log(JSON.stringify(found));
