// What every page runs. A widget is a module of its own beside this one, and is loaded by the pages that have it.
import "htmx.org";
import "./shell/requests.js";
import "./shell/menus.js";
import "./shell/confirm.js";
import "./shell/paper.js";
