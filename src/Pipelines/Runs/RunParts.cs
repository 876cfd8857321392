using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Intake;
using CreditHub.Pipelines.Merge;
using CreditHub.Pipelines.Store;

namespace CreditHub.Pipelines.Runs;

/// <summary>The steps and books that every run shares.</summary>
internal sealed record RunParts(Ledger Ledger, Registry Registry, Collector Collector, LandingZone Zone, HeadProbe Probe, MergeStep Merge, EffectWork Effects, AbsenceStep Absence,
    Retention Retention);
