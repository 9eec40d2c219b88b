import type { Crop } from "../core/resize.ts";
import type { BaselineKind } from "../core/baseline.ts";
import type { Mask } from "../core/masks.ts";
import type { Grid, PickedCells } from "../core/patches.ts";
import type { KappaRule } from "../core/and-or.ts";
import type { Fate } from "../core/tracks.ts";
import type { SampleBudget } from "../exploration/estimator.ts";
import type { BackendChoice } from "../backends/engine-report.ts";
import type { ProbeChoice } from "../models/spec/probes.ts";
import type { DroppedFile } from "../images/image-set/dropped-files.ts";
import type { NoiseAsked } from "../exploration/noisy-draws.ts";
import type { OwnAnswers } from "../models/own-network.ts";
import type { OwnAddress } from "./own-network.ts";
import type { NamedFile } from "../platform/named-file.ts";
import type { Language } from "../strings/index.ts";
import type { TermName } from "../strings/terms.ts";
import type { LinkImageKind } from "./dialogs.ts";
import type { InquiryKind } from "./pending.ts";
import type { ConceptId, Filters, Sample, Theme, Units } from "./shape.ts";
import type { Region } from "./regions.ts";
import type { StudyLook } from "./study.ts";
import type { Topic } from "./topics.ts";

/** Everything a person can do. Views call these and never await; failures end up in `state.notice` or `state.run`. */
export interface Actions {
  /** Read the lists of models and samples, then explore the default sample. */
  start(): void;
  /** Show the networks that ship, to choose one of. */
  openNetworks(): void;
  chooseModel(name: string): void;
  chooseSample(sample: Sample): void;
  /** Open a person's file, an image or explorations, told apart by content; `name` is null when it was pasted. */
  openFile(file: Blob, name: string | null): void;
  /** Open a study, with files that lie beside it: its explorations. */
  openStudy(study: NamedFile, beside: readonly NamedFile[]): void;
  /** Put the study in the picture's place, or the picture back. */
  showStudy(shown: boolean): void;
  lookAtStudy(change: Partial<StudyLook>): void;
  closeStudy(): void;
  /** Wish again for the model or image that could not be opened. */
  openAgain(): void;
  /** Read a network with what lies beside it (weights, class names, how images are prepared), or what belongs to the one that is asked about. */
  openNetwork(files: readonly NamedFile[]): void;
  /** Look at an address of a network, of this very one where it is known; nobody is contacted. */
  openAddress(text: string, expected?: OwnAddress["expected"]): void;
  /** The address's host may be asked. */
  fetchNetwork(): void;
  /** Say something of the network that is asked about. */
  answerNetwork(change: Partial<OwnAnswers>): void;
  /** Try it on another image. */
  tryNetworkOn(file: Blob, name: string): void;
  /** Make it the page's network; with `keep` its file stays in this browser. */
  takeNetwork(keep: boolean): void;
  leaveNetwork(): void;
  /** Look into the layers of the person's network that is on the page. */
  openLayers(): void;
  toggleLayer(tensor: string): void;
  /** Images to fit probes on: files, folders, zips. */
  giveImages(files: readonly DroppedFile[] | Promise<readonly DroppedFile[]>): void;
  leaveLayers(): void;
  /** Fit linear functions on the masks of the image on the page, at the chosen layers. */
  lookOnImage(): void;
  /** Fit probes on the images that were given. */
  fitProbes(): void;
  cancelFit(): void;
  /** Choose one of the person's networks; one whose file is not at hand asks for it. */
  chooseOwn(sha256: string): void;
  renameOwn(sha256: string, title: string): void;
  removeOwn(sha256: string): void;
  /** Keep the file of a network in this browser, or let it go. */
  keepOwn(sha256: string, keep: boolean): void;
  /** Say that something dropped or pasted was not one file. */
  refuseDrop(code: "many-files" | "no-file" | "no-study"): void;
  /** Cut the image by another grid, of which all cells are players, or those that are picked. */
  setGrid(rows: number, cols: number, picked?: PickedCells | null): void;
  /** Make the cells of the grid superpixels, or rectangles again. */
  setCut(cut: Grid["cut"]): void;
  /** Estimate from another sample of masks, or with null run every one; of those that it shares with the one at hand the network is not asked again. */
  setSample(sample: SampleBudget | null): void;
  /** Repeat an estimate's choice of effects on half-samples; where the network's answers are at hand it does not run. */
  askHalves(): void;
  /** Show the cells that can be picked as players. */
  openPicking(): void;
  setBaseline(baseline: BaselineKind): void;
  /** Other probes of the same network are fetched, and the network runs with them. */
  setProbes(probes: ProbeChoice): void;
  /** Another class or κ explains the masks already measured; the network does not run again. */
  setTarget(target: "auto" | number, rather?: number): void;
  setKappa(fraction: number, rule: KappaRule): void;
  /** Look, behind whatever else goes on, how sure the finished picture is. */
  askCertainty(): void;
  cancelCertainty(): void;
  /** Look for other answers, as good as the picture's, in which a concept has less or more of an effect at a layer. */
  askUniqueness(concept: ConceptId, layer: number): void;
  cancelUniqueness(): void;
  /** Save the probes of one of the person's networks as a file, for anyone who has the network. */
  exportProbes(sha256: string): void;
  /** Take such a file in; its network is chosen if it is at hand. */
  openProbes(file: Blob, name: string): void;
  /** Ask the picture's question with every other baseline, to see which concepts hang on what hides the patches. */
  askBaselines(): void;
  /** Put the finished picture aside, to look at another beside it. */
  pinPicture(): void;
  unpinPicture(): void;
  /** Ask the picture's question under noise on its image, in the background; what was found so far is told on the way, and stays when it is stopped. */
  askStability(asked: NoiseAsked): void;
  /** Count what is salient by other κ. */
  askKappas(): void;
  /** Ask another network, by its name, the picture's question. */
  askAcross(name: string): void;
  cancelInquiry(kind: InquiryKind): void;
  cancel(): void;
  runAgain(): void;
  /** Run the network on the same masks once more, whatever is known of them: to see how another backend does. */
  measureAgain(): void;
  /** Ask once more what the run that broke off was asked. */
  retry(): void;
  hoverConcept(concept: ConceptId | null): void;
  /** Select a concept and, when given, one of its cells; null clears both. */
  selectConcept(concept: ConceptId | null, layer?: number | null): void;
  selectLayer(layer: number | null): void;
  /** Select a layer, and show what is known of it where the concept stands; once more shows the concept again. */
  showLayer(layer: number | null): void;
  leaveLayer(): void;
  /** Call a concept of the picture something, or with an empty text nothing again. */
  nameConcept(concept: ConceptId, name: string): void;
  /**
   * Select one patch, or with `extend` add it to or take it from the selection; the only selected patch again clears it.
   * The first selected patch narrows the picture to the concepts that contain it.
   */
  togglePatch(patch: number, extend: boolean): void;
  clearPatches(): void;
  setFilters(change: Partial<Filters>): void;
  toggleOthers(fate: Fate): void;
  /** Lay the truth, where it is known, over the picture, or take it off. */
  showTruth(shown: boolean): void;
  /** Show numbers and colours in other units; a locked scale, which was in those of before, is let go. */
  setUnits(units: Units): void;
  /** Keep the colour scale's end (in the picture's units) from picture to picture; null lets each picture have its own. */
  lockScale(end: number | null): void;
  /** Paint patches as a region's, or with null as none's. */
  paint(patches: Mask, region: Region | null): void;
  /** Show the questions that a view of their own answers. */
  openTopics(): void;
  /** Show what the page's terms mean, at one of them or from the beginning. */
  openGlossary(term: TermName | null): void;
  /** Put a question's view in the picture's place, or with null the picture again. */
  chooseTopic(topic: Topic | null): void;
  /** Sixty seconds on the glass box: the page shows it until the guide is left, and then is as it was. */
  beginGuide(): void;
  /** Show another step of the guide, by its index. */
  goToStep(step: number): void;
  leaveGuide(): void;
  /** Undo one step: the notice, the guide, the run, then what was picked last, until nothing is; a filter by patches goes with them. */
  escape(): void;
  dismissNotice(): void;
  /** Make links of the finished picture, and show them. */
  openShare(): void;
  chooseDraft(image: LinkImageKind): void;
  /** Of the lossy copy in the link, from 1 on. */
  chooseQuality(quality: number): void;
  copyLink(): void;
  /** Several images at once: the first comes to the page, the others wait in the tray. */
  openImages(files: readonly NamedFile[]): void;
  /** Explore one of the tray's images. */
  goToImage(index: number): void;
  removeImage(item: number): void;
  closeTray(): void;
  /** Choose what part of the image the network is shown. */
  openCrop(): void;
  /** Explore another part of the image on the page; null: what the network takes of any image. */
  applyCrop(crop: Crop | null): void;
  /** Copy the code that puts the picture into another page. */
  copyEmbed(): void;
  /** Hand the link to the system's share sheet. */
  sendLink(): void;
  /** Show the entries for a bibliography. */
  openCitation(): void;
  /** Copy a text; `then` is called once it is on the clipboard, a refusal is said. */
  copyText(text: string, then: () => void): void;
  openLibrary(): void;
  closeDialog(): void;
  /** Say that the dialog could not be fetched. */
  missDialog(): void;
  /** Keep the picture on the page among the saved ones. */
  save(): void;
  openEntry(id: string): void;
  renameEntry(id: string, name: string): void;
  duplicateEntry(id: string, name: string): void;
  keepEntry(id: string): void;
  removeEntry(id: string): void;
  undoRemove(): void;
  resumeRun(id: string): void;
  dropRun(id: string): void;
  /** Download one exploration of the library, or with null all of it, as one file. */
  exportEntries(id: string | null): void;
  /** Download the picture on the page as a file, with v of every mask where it is known. */
  exportPicture(): void;
  /** Ask the browser not to clear the library on its own. */
  persist(): void;
  /** Keep everything that ships, so that it works without a network; a second wish while one is under way is the same wish. */
  makeAllAvailableOffline(): void;
  stopMakingAvailable(): void;
  /** Reload into the newer version that waits; nothing happens while something is under way. */
  applyUpdate(): void;
  /** Show where the network runs, and why. */
  openEngineDialog(): void;
  /** Where the network is to run from the next run on. */
  chooseBackend(choice: BackendChoice): void;
  /** The page changes over once the language's strings are here; a notice where they cannot be fetched. */
  setLanguage(language: Language): void;
  setTheme(theme: Theme): void;
}
