// The calls as they come. The browser connects anew by itself, and is sent what it missed.

export function follow({ begin, calls, changed, connected, lost }) {
  let source;
  function open() {
    source = new EventSource("/_console/events");
    source.addEventListener("open", connected);
    source.addEventListener("begin", begin);
    source.addEventListener("calls", (event) => calls(JSON.parse(event.data)));
    source.addEventListener("changed", changed);
    source.addEventListener("error", () => {
      lost();
      // After an answer that is no stream browsers give up.
      if (source.readyState === EventSource.CLOSED) setTimeout(open, 500);
    });
  }
  open();
}
