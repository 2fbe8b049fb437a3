// What every sheet of paper says at its head: what the page is, and of when. The law of styles allows it to a script alone.
const { paper } = document.body.dataset;

document.documentElement.style.setProperty("--paper", JSON.stringify(`${document.title} · ${paper}`));
