namespace CreditHub.Pipelines.Normalization;

/// <summary>Units of amounts as powers of ten of 元. Pure.</summary>
internal static class MoneyUnit
{
    /// <summary>Power of ten, or null for a word that is no unit of money. An empty word is null too.</summary>
    public static int? Power(string? unit) => unit switch
    {
        "分" => -2,
        "角" => -1,
        "元" or "圆" => 0,
        "百元" => 2,
        "千元" => 3,
        "万" or "万元" => 4,
        "十万元" => 5,
        "百万" or "百万元" => 6,
        "千万" or "千万元" => 7,
        "亿" or "亿元" => 8,
        _ => null,
    };
}
