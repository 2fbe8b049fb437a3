// What every sheet of paper says: at its head what it is of, at its foot when the page was made. The law of styles allows it
// to a script alone.
const { paper, seen } = document.body.dataset;
const { style } = document.documentElement;

style.setProperty("--paper-head", JSON.stringify(paper ? `${document.title} · ${paper}` : document.title));
style.setProperty("--paper-foot", JSON.stringify(`${seen} · `));
