import { onMounted, onUnmounted, ref, type Ref } from "vue";

// --8<-- [start:events]
/** Whether the widget can be used. pywidget says so when it is switched off, and when it works again. */
export const useAvailability = (): Ref<boolean> => {
  const available = ref(true);
  // Without pywidget, such as behind a filter that blocks its files, the page works as it would otherwise.
  const ends: ((() => void) | undefined)[] = [];
  onMounted(() => {
    ends.push(window.pywidget?.on("disabled", () => (available.value = false)));
    ends.push(window.pywidget?.on("enabled", () => (available.value = true)));
  });
  onUnmounted(() => ends.forEach((end) => end?.()));
  return available;
};
// --8<-- [end:events]
