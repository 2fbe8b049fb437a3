// A plan on a map without ground: places and ways alone, by the server's own data. Whatever is on it stands in the lists
// beside it too, whose links show their place here.
import "ol/ol.css";
import "./widgets/plan_map.css";
import Feature from "ol/Feature.js";
import OlMap from "ol/Map.js";
import View from "ol/View.js";
import Zoom from "ol/control/Zoom.js";
import { getCenter } from "ol/extent.js";
import LineString from "ol/geom/LineString.js";
import Point from "ol/geom/Point.js";
import VectorLayer from "ol/layer/Vector.js";
import { fromLonLat } from "ol/proj.js";
import VectorSource from "ol/source/Vector.js";
import { alarm } from "./shell/live.js";
import { selected, styleOf } from "./widgets/map_marks.js";

const NEAR = 2000; // the least that is shown of the ground around a place that is chosen, metres
const target = document.getElementById("plan-map");
const told = document.getElementById("map-told");
const source = new VectorSource();
const chosen = new VectorSource();

function add(kind, key, name, geometry, more = {}) {
  const feature = new Feature({ kind, name, geometry, ...more });
  if (key) feature.setId(key);
  source.addFeature(feature);
}

function fill(there) {
  const point = (at) => new Point(fromLonLat(at));
  for (const each of there.points) add("point", `point:${each.code}`, each.name, point(each.at));
  for (const each of there.centres) add("centre", `centre:${each.code}`, each.name, point(each.at));
  for (const each of there.tours)
    add("tour", `tour:${each.code}`, each.name, new LineString(each.line.map((at) => fromLonLat(at))));
  for (const each of there.posts)
    add("post", `post:${each.code}`, each.name, point(each.at), { count: each.count });
  for (const each of there.douars) add(each.kind, `douar:${each.code}`, each.name, point(each.at));
  for (const each of there.provinces) add("province", null, each.name, point(each.at));
  target.dataset.drawn = source.getFeatures().length;
}

function choose(feature) {
  chosen.clear();
  if (!feature) return;
  chosen.addFeature(feature.clone());
  told.textContent = `\u2068${feature.get("name")}\u2069 – ${target.dataset[feature.get("kind")]}`;
}

const map = new OlMap({
  controls: [new Zoom({ zoomInTipLabel: target.dataset.nearer, zoomOutTipLabel: target.dataset.farther })],
  layers: [
    new VectorLayer({ source, style: styleOf, declutter: true }),
    new VectorLayer({ source: chosen, style: selected }),
  ],
  view: new View({ center: fromLonLat([-6, 32]), zoom: 6, maxZoom: 16 }),
});

function showAll() {
  const extent = source.getExtent();
  if (!source.isEmpty()) map.getView().fit(extent, { padding: [40, 70, 40, 70], maxZoom: 12 }); // names are wide
}

map.on("singleclick", (event) => {
  const hit = { hitTolerance: 8, layerFilter: (layer) => layer.getSource() === source };
  const found = map.getFeaturesAtPixel(event.pixel, hit).filter((each) => each.get("kind") !== "province");
  choose(found[0]);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-spot]");
  const feature = link && source.getFeatureById(link.dataset.spot);
  if (!feature) return;
  event.preventDefault();
  choose(feature);
  const extent = feature.getGeometry().getExtent();
  const view = map.getView();
  if (feature.get("kind") === "tour") view.fit(extent, { padding: [40, 40, 40, 40], maxZoom: 13 });
  else view.animate({ center: getCenter(extent), resolution: Math.min(view.getResolution(), NEAR / 20), duration: 0 });
  target.scrollIntoView({ block: "nearest" });
});

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => source.changed());

// A canvas does not grow with its paper: it is drawn anew at the width of a sheet, and shows what it showed.
const SHEET = { width: "180mm", height: "150mm" };
const NONE = { width: "", height: "" };

function drawAt(size) {
  if (!map.getSize()) return;
  const extent = map.getView().calculateExtent(map.getSize());
  Object.assign(target.style, size);
  map.updateSize();
  map.getView().fit(extent, { size: map.getSize() });
  map.renderSync();
}

addEventListener("beforeprint", () => drawAt(SHEET));
addEventListener("afterprint", () => drawAt(NONE));

try {
  const [answer] = await Promise.all([
    fetch(target.dataset.places, { headers: { Accept: "application/json" } }),
    document.fonts.load(`13px ${getComputedStyle(target).fontFamily}`, "aé أ"),
  ]);
  if (!answer.ok) throw new Error(answer.statusText);
  fill(await answer.json());
  map.setTarget(target);
  showAll();
} catch {
  alarm(target.dataset.failed);
}
