import { PROBE_CHOICES, type ProbeChoice } from "../../models/spec/probes.ts";
import { useActions, useStrata } from "../../session/react.ts";
import { selectProbeChoices } from "../../session/selectors.ts";
import { Picker } from "../../ui/controls/Picker.tsx";
import { useStrings } from "../../ui/language/strings.tsx";

/** Through which of the network's probes it is asked, and what differs; nothing where it has one set of them. */
export function ProbesPicker() {
  const t = useStrings("exactness");
  const actions = useActions();
  const hasBoth = useStrata(selectProbeChoices);
  const probes = useStrata((state) => state.settings.probes);
  if (!hasBoth) return null;
  return (
    <>
      <Picker
        label={t("probes.label")}
        shown={t(`probes.${probes}`)}
        value={probes}
        options={PROBE_CHOICES.map((choice) => ({ value: choice, text: t(`probes.${choice}`) }))}
        onPick={(picked) => actions.setProbes(picked as ProbeChoice)}
      />
      <p>{t("probes.differ")}</p>
    </>
  );
}
