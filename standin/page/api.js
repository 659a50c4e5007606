// The stand-in's control API.

export const REPORTER = 1001;

async function read(response) {
  const told = await response.json();
  if (!response.ok) throw new Error(told.problem || response.statusText);
  return told;
}

export async function get(path) {
  return read(await fetch(`/control/${path}`, { cache: "no-store" }));
}

export async function act(action, args) {
  const body = JSON.stringify(args);
  return read(await fetch(`/control/do/${action}`, { method: "POST", headers: { "Content-Type": "application/json" }, body }));
}

export async function answerTo(queryId, patienceMs = 15000) {
  const end = Date.now() + patienceMs;
  while (Date.now() < end) {
    const press = await get(`presses/${queryId}`);
    if (press.answer !== null) return press;
    await new Promise((done) => setTimeout(done, 60));
  }
  return { answer: "The bot has not answered", alert: false };
}

export function listen(onChange, onStatus, onLost) {
  const events = new EventSource("/control/events");
  events.onmessage = onChange;
  events.addEventListener("status", (event) => onStatus(JSON.parse(event.data)));
  events.onerror = onLost;
}

export function base64(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
}
