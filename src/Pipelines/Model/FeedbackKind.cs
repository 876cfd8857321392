namespace CreditHub.Pipelines.Model;

/// <summary>What a platform's later finding asks for.</summary>
public enum FeedbackKind
{
    /// <summary>The record's data are doubted: an entry in the supplier's quarantine.</summary>
    Quality,

    /// <summary>The record must be corrected: an entry in the supplier's quarantine.</summary>
    Correction,

    /// <summary>The subject objects (异议).</summary>
    Objection,

    /// <summary>Credit was repaired (信用修复).</summary>
    Repair,
}
