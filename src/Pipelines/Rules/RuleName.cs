namespace CreditHub.Pipelines.Rules;

/// <summary>Splits <c>name:argument</c>.</summary>
internal static class RuleName
{
    /// <summary>Before the colon.</summary>
    public static string Of(string rule)
    {
        int colon = rule.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? rule : rule[..colon];
    }

    /// <summary>After the colon; null when there is no colon.</summary>
    public static string? Argument(string rule)
    {
        int colon = rule.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : rule[(colon + 1)..];
    }
}
