// What htmx sends bears the form's token, and a server that does not answer is told.
import { alarm } from "./live.js";

const token = document.querySelector('meta[name="csrf-token"]').content;

document.addEventListener("htmx:config:request", (event) => {
  event.detail.ctx.request.headers["X-CSRFToken"] = token;
});

document.addEventListener("htmx:error", () => alarm(document.body.dataset.away));
