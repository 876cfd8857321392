namespace CreditHub.Pipelines.Normalization;

/// <summary>How far a text is cleaned.</summary>
internal enum CleanMode
{
    /// <summary>Full-width digits, Latin letters and spaces become half-width; Chinese punctuation stays; one line.</summary>
    Text,

    /// <summary>As <see cref="Text"/>, with line breaks kept as U+000A.</summary>
    LongText,

    /// <summary>All full-width forms of ASCII become half-width; one line.</summary>
    Ascii,
}
