// What the page asks of its server: the console's data, and the control API.

export class Refused extends Error {}

async function ask(method, path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: typeof body === "string" || body === undefined ? body : JSON.stringify(body),
    });
  } catch {
    throw new Refused("The local ACME does not answer.");
  }
  const value = await answer.json();
  if (!answer.ok) throw new Refused(value.message);
  return value;
}

export const consoleData = (name) => ask("GET", `/_console/${name}`);
export const control = (method, name, body) => ask(method, `/_sandbox/${name}`, body);
