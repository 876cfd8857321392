using System.Globalization;
using System.Text;

namespace CreditHub.Testing.Truth;

/// <summary>
/// Large files of current-edition penalties (SGS_XZCF 2019): all 30 fields under their catalog codes, about 500 bytes of UTF-8 a row. Written
/// straight to the file; the same arguments give the same bytes.
/// </summary>
public static class PenaltyFile
{
    private const string Header =
        "CF_XDR_MC,CF_XDR_LB,CF_XDR_SHXYM,CF_XDR_GSZC,CF_XDR_ZZJG,CF_XDR_SWDJ,CF_XDR_SYDW,CF_XDR_SHZZ,CF_FRDB,CF_FR_ZJLX,CF_FR_ZJHM,CF_XDR_ZJLX,CF_XDR_ZJHM,"
        + "CF_WSH,CF_WFXW,CF_SY,CF_YJ,CF_CFLB,CF_NR,CF_NR_FK,CF_NR_WFFF,CF_NR_ZKDX,CF_JDRQ,CF_YXQ,CF_GSJZQ,CF_CFJG,CF_CFJGDM,CF_SJLY,CF_SJLYDM,BZ";

    private static readonly string[] Kinds =
    [
        DefectKind.CheckDigit, DefectKind.Missing, DefectKind.NoSuchDay, DefectKind.UnknownCode, DefectKind.NotANumber, DefectKind.FutureDay,
    ];

    private static readonly string Authority = MadeUpNumbers.Uscc(1_000_003, "11");

    /// <summary>Writes <paramref name="rows"/> rows. With <paramref name="changedShare"/> that share of the good records gets another remark.</summary>
    public static PenaltyTruth Write(
        string path, int rows, int seed = 1, double badShare = 0.015, double duplicateShare = 0.01, string encoding = "UTF-8", double changedShare = 0)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var file = new StreamWriter(path, append: false, encoding == "UTF-8" ? new UTF8Encoding(false) : Encoding.GetEncoding(encoding), 1 << 18);
        file.Write(Header + "\n");
        var (badEvery, repeatEvery, changeEvery) = (Every(badShare), Every(duplicateShare), Every(changedShare));
        var byKind = Kinds.ToDictionary(k => k, _ => 0);
        int fresh = 0, repeated = 0, changed = 0, good = 0;
        var line = new StringBuilder(1024);
        for (int i = 0; i < rows; i++)
        {
            line.Clear();
            string? defect = IsNth(i, badEvery) ? Kinds[i / badEvery % Kinds.Length] : null;
            bool repeats = defect is null && i > 0 && IsNth(i + (repeatEvery / 2), repeatEvery) && !IsNth(i - 1, badEvery);
            bool changes = defect is null && IsNth(good + 1, changeEvery);
            Row(line, (seed * 1_000_003 % 89) + (repeats ? i - 1 : i), seed, defect, changes ? "已更正" : repeats && i % 2 == 0 ? "补充说明" : "");
            file.Write(line);
            good += defect is null ? 1 : 0;
            repeated += repeats ? 1 : 0;
            fresh += defect is null && !repeats ? 1 : 0;
            changed += changes ? 1 : 0;
            if (defect is not null)
            {
                byKind[defect]++;
            }
        }

        file.Flush();
        return new(rows, fresh, repeated, byKind.Values.Sum(), changed, byKind, file.BaseStream.Length);
    }

    private static int Every(double share) => share <= 0 ? 0 : (int)Math.Round(1 / share);

    private static bool IsNth(int i, int every) => every > 0 && i % every == every - 1;

    private static void Row(StringBuilder line, int number, int seed, string? defect, string remark)
    {
        bool person = number % 10 == 7 && defect is null;
        var uscc = MadeUpNumbers.Uscc(number % 9_000_000);
        var day = new DateOnly(2026, 10, 31).AddDays(-(number % 900));
        var c = CultureInfo.InvariantCulture;
        line.Append(c, $"{(person ? "王秀英" : "示例市恒源建材贸易有限公司")}{(person ? "" : number.ToString(c))},")
            .Append(defect == DefectKind.UnknownCode ? "公司," : person ? "自然人," : "法人及非法人组织,")
            .Append(person ? "" : defect == DefectKind.CheckDigit ? MadeUpNumbers.Spoil(uscc) : uscc)
            .Append(",,").Append(person ? "" : uscc.AsSpan(8, 9)).Append(",,,,")
            .Append(person ? ",,," : "张建国,,,")
            .Append(person ? "身份证," : ",").Append(person ? MadeUpNumbers.CitizenId(number) : "")
            .Append(c, $",示市监处罚〔{2020 + (seed % 7)}〕{number}号,销售不合格商品,")
            .Append("经查当事人在经营场所销售标签不符合规定的食品，货值金额较小，未造成严重后果，依法责令改正。,")
            .Append(defect == DefectKind.Missing ? "," : "《中华人民共和国食品安全法》第一百二十五条第一款,")
            .Append("警告;罚款,给予警告，并处以罚款。,")
            .Append(defect == DefectKind.NotANumber ? "若干元" : ((number % 90_000) + 1).ToString(c).PadLeft(5, '0').Insert(1, "."))
            .Append(",,,");
        _ = defect switch
        {
            DefectKind.NoSuchDay => line.Append("2026/02/30"),
            DefectKind.FutureDay => line.Append("2039/01/01"),
            _ => line.Append(c, $"{day:yyyy'/'MM'/'dd}"),
        };
        line.Append(c, $",2099/12/31,,示例市市场监督管理局,{Authority},示例市市场监督管理局,{Authority},{remark}\n");
    }
}
