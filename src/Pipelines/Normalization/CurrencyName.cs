namespace CreditHub.Pipelines.Normalization;

/// <summary>Names of currencies as registers write them. Pure. Source: GB/T 12406; spellings seen in register exports.</summary>
internal static class CurrencyName
{
    /// <summary>The currency of every amount that names none.</summary>
    public const string Domestic = "人民币";

    private static readonly (string Written, string Name)[] Words = Order(
        (Domestic, ["RMB", "CNY"]), ("美元", ["美金", "USD", "US$"]), ("港元", ["香港元", "港币", "HKD", "HK$"]), ("欧元", ["EUR"]), ("日元", ["日圆", "日币", "JPY"]),
        ("英镑", ["GBP"]), ("新加坡元", ["新元", "新币", "SGD"]), ("澳大利亚元", ["澳元", "AUD"]), ("加拿大元", ["加元", "CAD"]), ("新台币", ["新台币元", "台币", "TWD"]),
        ("澳门元", ["澳门币", "MOP"]), ("韩元", ["韩国元", "韩圆", "KRW"]), ("瑞士法郎", ["CHF"]), ("法国法郎", ["FRF"]), ("德国马克", ["DEM"]), ("瑞典克朗", ["SEK"]),
        ("丹麦克朗", ["DKK"]), ("挪威克朗", ["NOK"]), ("新西兰元", ["NZD"]), ("泰铢", ["泰国铢", "THB"]), ("马来西亚林吉特", ["林吉特", "MYR"]), ("俄罗斯卢布", ["卢布", "RUB"]));

    /// <summary>The one name of a currency, or null.</summary>
    public static string? Find(string word) => Words.FirstOrDefault(pair => pair.Written.Equals(word, StringComparison.OrdinalIgnoreCase)).Name;

    /// <summary>
    /// Takes the first currency out of an amount. What stood behind the number counts whole units (5000万美元 → 5000万元): a foreign unit is
    /// shifted like 元, never converted.
    /// </summary>
    public static (string Remaining, string? Name) TakeFrom(string text)
    {
        foreach (var (written, name) in Words)
        {
            int at = text.IndexOf(written, StringComparison.OrdinalIgnoreCase);
            if (at >= 0)
            {
                string unit = at == 0 || name == Domestic ? "" : "元";
                return (string.Concat(text.AsSpan(0, at), unit, text.AsSpan(at + written.Length)), name);
            }
        }

        return (text, null);
    }

    /// <summary>Longest first: 新台币 holds 台币.</summary>
    private static (string Written, string Name)[] Order(params (string Name, string[] Others)[] currencies) =>
        [.. currencies.SelectMany(currency => currency.Others.Prepend(currency.Name).Select(written => (written, currency.Name)))
            .OrderByDescending(pair => pair.written.Length)];
}
