// The venue's time: as the server told it, and on from there while time passes.

const place = document.getElementById("time");
let told = null;

export function show(state) {
  told = { time: state.time, frozen: state.frozen, at: performance.now() };
  draw();
}

// How many seconds have passed at the venue since something was told.
export function passedSince(at, frozen) {
  return frozen ? 0 : (performance.now() - at) / 1000;
}

function draw() {
  if (!told) return;
  // The offset stays as told: the rest is read as if it were UTC, and moved.
  const wall = Date.parse(`${told.time.slice(0, 19)}Z`) + passedSince(told.at, told.frozen) * 1000;
  const text = new Date(wall).toISOString().slice(0, 19).replace("T", " ");
  place.textContent = `${text}${told.time.slice(19)}${told.frozen ? ", standing still" : ""}`;
}

setInterval(draw, 1000);
