// How places and ways look on a map: a form for each kind, so that no colour is needed to tell them apart. The marks of the
// legend in templates/maps/marks.html are the same.
import CircleStyle from "ol/style/Circle.js";
import Fill from "ol/style/Fill.js";
import RegularShape from "ol/style/RegularShape.js";
import Stroke from "ol/style/Stroke.js";
import Style from "ol/style/Style.js";
import Text from "ol/style/Text.js";

const NEAR = 120; // metres a pixel: nearer than that places have their names and numbers
const COLOURS = {
  served: "--good",
  partly: "--wait",
  missed: "--bad",
  unwanted: "--pico-muted-color",
  point: "--pico-muted-color",
  centre: "--pico-h1-color",
  tour: "--pico-primary",
  post: "--pico-h1-color",
};
const target = document.getElementById("plan-map");
const made = new Map();

function colour(name) {
  return getComputedStyle(target).getPropertyValue(name).trim();
}

function image(kind) {
  const ink = colour(COLOURS[kind]);
  const ground = colour("--pico-card-background-color");
  const fill = new Fill({ color: ink });
  const edge = new Stroke({ color: ground, width: 1.5 });
  const line = new Stroke({ color: ink, width: 3 });
  const declutterMode = "none"; // places are always there, names where there is room
  switch (kind) {
    case "served":
      return new CircleStyle({ radius: 6, fill, stroke: edge, declutterMode });
    case "partly":
      return new RegularShape({ points: 3, radius: 8, fill, stroke: edge, declutterMode });
    case "missed":
      return new RegularShape({ points: 4, radius: 8, radius2: 0, angle: Math.PI / 4, stroke: line, declutterMode });
    case "unwanted":
      return new CircleStyle({
        radius: 5,
        fill: new Fill({ color: ground }),
        stroke: new Stroke({ color: ink, width: 2 }),
        declutterMode,
      });
    case "point":
      return new RegularShape({ points: 4, radius: 4, angle: Math.PI / 4, fill, declutterMode });
    case "centre":
      return new RegularShape({
        points: 4,
        radius: 9,
        angle: Math.PI / 4,
        fill: new Fill({ color: ground }),
        stroke: new Stroke({ color: ink, width: 2 }),
        declutterMode,
      });
    default:
      return new RegularShape({ points: 4, radius: 10, angle: Math.PI / 4, fill, stroke: edge, declutterMode });
  }
}

function words(text, size, weight, more = {}) {
  return new Text({
    text,
    font: `${weight} ${size}px ${getComputedStyle(target).fontFamily}`,
    fill: new Fill({ color: colour("--pico-color") }),
    stroke: new Stroke({ color: colour("--pico-card-background-color"), width: 3 }),
    ...more,
  });
}

/** A post at any distance: its cross, as the legend has it, and how many ambulances stand there. */
function post(mark, count, zIndex) {
  const stroke = new Stroke({ color: colour("--pico-card-background-color"), width: 2 });
  const cross = new RegularShape({ points: 4, radius: 5, radius2: 0, stroke, declutterMode: "none" });
  const beside = words(String(count), 13, 700, { offsetX: 11, textAlign: "left", declutterMode: "none" });
  return [new Style({ image: mark, zIndex }), new Style({ image: cross, text: beside, zIndex })];
}

const LAYERS = { tour: 1, centre: 2, post: 3, point: 4, unwanted: 5, served: 6, partly: 7, missed: 8, province: 9 };

function make(kind, name, isNear, count) {
  const zIndex = LAYERS[kind];
  if (kind === "province") return new Style({ text: words(name, 15, 600), zIndex });
  if (kind === "tour") return new Style({ stroke: new Stroke({ color: colour(COLOURS.tour), width: 3 }), zIndex });
  const mark = image(kind);
  if (kind === "post") return post(mark, count, zIndex);
  if (!isNear) mark.setScale(0.8);
  if (!isNear || kind === "point") return new Style({ image: mark, zIndex });
  return new Style({ image: mark, text: words(name, 12, 400, { offsetY: 16 }), zIndex });
}

/** The style of a feature, kept by what it depends on. */
export function styleOf(feature, resolution) {
  const { kind, name, count } = feature.getProperties();
  const isNear = resolution < NEAR;
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const key = `${kind}|${kind === "province" || isNear ? name : ""}|${isNear}|${isDark}|${count ?? ""}`;
  if (!made.has(key)) made.set(key, make(kind, name, isNear, count));
  return made.get(key);
}

/** The style of what is chosen: a ring around it, and its name. */
export function selected(feature) {
  const ring = new Stroke({ color: colour("--focus"), width: 4 });
  if (feature.get("kind") === "tour") return new Style({ stroke: ring, text: words(feature.get("name"), 13, 600) });
  return new Style({
    image: new CircleStyle({ radius: 13, stroke: ring }),
    text: words(feature.get("name"), 13, 600, { offsetY: -22 }),
  });
}
