/// <reference path="./public/pywidget/pywidget-react.d.ts" />
