// The one script of every page. Each module makes one thing quicker or
// kinder; every page does the same work without any of them.
import "./auto-save.js";
import "./catalogue-list.js";
import "./count-down.js";
import "./details-menu.js";
import "./dialog-link.js";
import "./form-guard.js";
import "./heart-button.js";
import "./keep-typed.js";
import "./live-total.js";
import "./share-link.js";
import "./suggest-words.js";
import "./theme-switch.js";
import "./copy-link.js";
