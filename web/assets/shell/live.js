// The two places where a screen reader hears what changes: news politely, alerts at once.

/** Say a sentence where news are heard. */
export function tell(text) {
  document.getElementById("news").textContent = text;
}

/** Say and show a sentence where alerts are. */
export function alarm(text) {
  const line = document.createElement("p");
  line.className = "alert";
  line.textContent = text;
  document.getElementById("alerts").replaceChildren(line);
}
