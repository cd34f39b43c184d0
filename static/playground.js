// @ts-check
import { returnFocus } from "./playground/address.js";
import { offerChoices } from "./playground/choices.js";
import { listCodes } from "./playground/codes.js";
import { playAddress } from "./playground/player.js";
import { listRecordings } from "./playground/recordings.js";
import { listReports } from "./playground/reports.js";
import { followNotices } from "./playground/stage.js";
import { listStories } from "./playground/stories.js";
import { openTabs } from "./playground/tabs.js";
import { showTag } from "./playground/tag-card.js";
import { keepTimeline } from "./playground/timeline.js";
import { showVerdicts } from "./playground/verdict.js";
import { watchVitals } from "./playground/vitals.js";

showVerdicts();
listReports();
keepTimeline();
watchVitals();
showTag();
offerChoices();
openTabs();
followNotices();
listStories();
await Promise.all([listCodes(), listRecordings()]);
playAddress();
returnFocus();
