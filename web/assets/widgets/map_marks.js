// How places and ways look on a map: a form for each kind, so that no colour is needed to tell them apart. The marks of the
// legend in templates/maps/marks.html are the same.
import CircleStyle from "ol/style/Circle.js";
import Fill from "ol/style/Fill.js";
import RegularShape from "ol/style/RegularShape.js";
import Stroke from "ol/style/Stroke.js";
import Style from "ol/style/Style.js";
import Text from "ol/style/Text.js";

const NAMES_FROM = 120; // metres a pixel: nearer than that douars have their names
const COLOURS = {
  served: "--good",
  partly: "--wait",
  missed: "--bad",
  unwanted: "--pico-muted-color",
  point: "--pico-muted-color",
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
  switch (kind) {
    case "served":
      return new CircleStyle({ radius: 6, fill, stroke: edge });
    case "partly":
      return new RegularShape({ points: 3, radius: 8, fill, stroke: edge });
    case "missed":
      return new RegularShape({ points: 4, radius: 8, radius2: 0, angle: Math.PI / 4, stroke: line });
    case "unwanted":
      return new CircleStyle({ radius: 5, fill: new Fill({ color: ground }), stroke: new Stroke({ color: ink, width: 2 }) });
    case "point":
      return new RegularShape({ points: 4, radius: 4, angle: Math.PI / 4, fill });
    default:
      return new RegularShape({ points: 4, radius: 11, angle: Math.PI / 4, fill, stroke: edge });
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

function make(kind, name, isNear, count) {
  if (kind === "province") return new Style({ text: words(name, 15, 600, { declutterMode: "declutter" }), zIndex: 9 });
  if (kind === "tour") return new Style({ stroke: new Stroke({ color: colour(COLOURS.tour), width: 3 }), zIndex: 1 });
  const isPost = kind === "post";
  const text = isPost
    ? words(String(count), 12, 700, { fill: new Fill({ color: colour("--pico-card-background-color") }), stroke: null, declutterMode: "none" })
    : isNear && kind !== "point"
      ? words(name, 12, 400, { offsetY: 16 })
      : undefined;
  const mark = image(kind);
  mark.setDeclutterMode?.("none");
  return new Style({ image: mark, text, zIndex: isPost ? 2 : kind === "point" ? 3 : 4 });
}

/** The style of a feature, kept by what it depends on. */
export function styleOf(feature, resolution) {
  const { kind, name, count } = feature.getProperties();
  const isNear = resolution < NAMES_FROM;
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
