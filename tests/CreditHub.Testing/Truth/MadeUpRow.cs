using System.Globalization;

namespace CreditHub.Testing.Truth;

/// <summary>
/// One made-up subject with everything a record may want to know about it. The same seed and number always give the same answers.
/// Names are built of words, numbers belong to nobody.
/// </summary>
public sealed class MadeUpRow(int seed, int number, DateOnly today)
{
    private static readonly string[] Words = ["恒源", "瑞丰", "金禾", "永盛", "嘉泰", "同兴", "万和", "立新", "鑫𠮷", "华茂", "德邻", "汇川", "青禾", "百川", "远景", "四季"];
    private static readonly string[] Trades = ["商贸", "建材", "食品", "餐饮管理", "物流", "科技", "机械制造", "环保工程", "纺织", "农业发展", "医药", "装饰工程"];
    private static readonly string[] Families = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "䶮", "欧阳"];
    private static readonly string[] Given = ["建国", "秀英", "志强", "晓燕", "文博", "雨桐", "海涛", "丽娟", "𠮷祥", "子轩", "佳怡", "明远"];

    public int Number { get; } = number;

    /// <summary>The day for which the data is made; every date lies before it.</summary>
    public DateOnly Today { get; } = today;

    /// <summary>What the subject is. Forced to an organisation for rows that are to be spoiled in a certain field.</summary>
    public SubjectKind Kind { get; init; } = (number % 10) switch { 3 => SubjectKind.Household, 7 => SubjectKind.Person, _ => SubjectKind.Organisation };

    public bool IsPerson => Kind == SubjectKind.Person;

    public string Uscc => MadeUpNumbers.Uscc(Number, Kind == SubjectKind.Household ? "92" : "91");

    public string OrgCode => MadeUpNumbers.OrgCode(Number);

    public string PersonId => MadeUpNumbers.CitizenId(Number);

    public string PersonName => Pick("family", Families) + Pick("given", Given);

    public string OrganisationName => Kind == SubjectKind.Household
        ? $"示例市{Pick("word", Words)}{Pick("shop", "小吃店", "便利店", "理发店", "五金店")}{Number}号店"
        : $"示例市{Pick("word", Words)}{Pick("trade", Trades)}有限公司{Tail}";

    public string SubjectName => IsPerson ? PersonName : OrganisationName;

    /// <summary>Number in Chinese brackets, so that names differ.</summary>
    private string Tail => $"（{Number}）";

    public string Pick(string salt, params string[] choices) => choices[Int(salt, 0, choices.Length - 1)];

    /// <summary>Between both, both included.</summary>
    public int Int(string salt, int from, int to) => from + (int)(Hash(salt) % (uint)(to - from + 1));

    /// <summary>True for about one row in <paramref name="n"/>.</summary>
    public bool OneIn(int n, string salt) => Hash(salt) % (uint)n == 0;

    /// <summary>A day so many days ago, YYYY/MM/DD.</summary>
    public string Ago(string salt, int from, int to) => Text(Today.AddDays(-Int(salt, from, to)));

    /// <summary>Amount with at most <paramref name="decimals"/> decimals, plain, without trailing zeros.</summary>
    public string Amount(string salt, int from, int to, int decimals)
    {
        decimal unit = 1;
        for (int i = 0; i < decimals; i++)
        {
            unit /= 10;
        }

        decimal value = Int(salt, from, to) + (Int(salt + ".", 0, 99) * unit);
        return (value == 0 ? 1 : value).ToString("0.######", CultureInfo.InvariantCulture);
    }

    public string Count(string format) => string.Format(CultureInfo.InvariantCulture, format, Number);

    public static string Text(DateOnly day) => day.ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture);

    private uint Hash(string salt)
    {
        // FNV-1a with a final stir: string.GetHashCode differs from process to process.
        uint hash = 2166136261 ^ (uint)seed;
        foreach (char c in salt)
        {
            hash = (hash ^ c) * 16777619;
        }

        hash = (hash ^ (uint)Number) * 16777619;
        hash ^= hash >> 15;
        hash *= 2246822519;
        return hash ^ (hash >> 13);
    }
}
