import type { PictureView } from "./shape.ts";
import { openedOf, type Opened } from "./opened.ts";
import { sameSettings, settingsOf } from "./results.ts";
import type { Services } from "./services.ts";
import { DEFAULT_SETTINGS } from "./initial.ts";
import type { Sample, Settings, AddressedBy } from "./shape.ts";

/** What is asked of the page's start. */
interface Asked {
  readonly source?: AddressedBy;
  readonly settings: Settings;
  readonly view: PictureView;
}

/**
 * The picture that ships with the page, for the sample that the page begins with: there before the network is, to be looked at while it is
 * computed again. Null where something else is asked, or where it was made with another network, of another file, or is damaged.
 */
export async function startPicture(
  services: Pick<Services, "shippedPicture">,
  model: string,
  { source, settings, view }: Asked,
): Promise<((sample: Sample) => Opened | null) | null> {
  if (source?.from !== "start" || source.model !== undefined || !sameSettings(settings, DEFAULT_SETTINGS)) return null;
  const snapshot = await services.shippedPicture(model);
  if (snapshot === null || !snapshot.image.exact || snapshot.image.pixels === null) return null;
  if (!sameSettings(settingsOf(snapshot), settings)) return null;
  try {
    const opened = await openedOf(snapshot, "build", source, { settings, view });
    return ({ file, model: of, label }) =>
      snapshot.image.name !== file || of !== model
        ? null
        : {
            ...opened,
            snapshot: { ...snapshot, image: { ...snapshot.image, name: label } },
            image: { ...opened.image, title: { from: "sample", file } },
          };
  } catch {
    return null;
  }
}
