// Owns the one connection on which the preview tells of changes: browsers allow six to a host, and people open more tabs.
const ports = new Set();
const address = new URL("events", self.location.href);
let said = "";

function tell(word) {
  said = word;
  for (const port of ports) port.postMessage(word);
}

const events = new EventSource(address);
events.onmessage = () => tell("look");
events.onerror = () => {
  // A preview that was started again has another token: pages must be loaded again to know it.
  tell(events.readyState === EventSource.CLOSED ? "over" : "lost");
};

self.onconnect = (event) => {
  const port = event.ports[0];
  ports.add(port);
  port.onmessage = () => ports.delete(port);
  if (said) port.postMessage(said);
};
