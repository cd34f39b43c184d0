// @ts-check
import { listCodes } from "./playground/codes.js";
import { inspect } from "./playground/inspector.js";
import { followNotices, letChoose, show } from "./playground/stage.js";
import { listStories } from "./playground/stories.js";
import { showTag } from "./playground/tag-card.js";
import { keepTimeline } from "./playground/timeline.js";
import { watchVitals } from "./playground/vitals.js";

inspect();
keepTimeline();
watchVitals();
showTag();
listStories();
listCodes();
letChoose();
followNotices();
show({});
