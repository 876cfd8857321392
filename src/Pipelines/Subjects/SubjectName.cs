using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Subjects;

/// <summary>Names of organisations as keys of comparison.</summary>
internal static class SubjectName
{
    /// <summary>Words that stand where a household has no name.</summary>
    private static readonly HashSet<string> s_general = ["个体工商户", "个体经营户", "个体户经营者", "无字号名称"];

    /// <summary>
    /// The form to compare by, or null when the name tells nobody apart: masked, of three characters or fewer (most likely a person's), or a general word.
    /// </summary>
    public static string? Fold(string name) => NameMatch.Key(name) is { } key && !s_general.Contains(key) ? key : null;
}
