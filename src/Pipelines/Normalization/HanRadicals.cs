using System.Collections.Frozen;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// Radicals and compatibility ideographs that look exactly like a character and are another code point: ⼈⺠ is what copying from a PDF makes of 人民.
/// Pure. Source: Unicode compatibility mappings of U+2F00–2FD5; EquivalentUnifiedIdeograph for U+2E80–2EF3, whole characters only; the nine
/// compatibility ideographs that GB 18030-2022 no longer asks for.
/// </summary>
internal static class HanRadicals
{
    private const int FirstKangxi = 0x2F00;

    /// <summary>U+2F00–2FD5 in order. ⼾ is 户 here: mainland names are written with it.</summary>
    private const string Kangxi =
        "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈户手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮"
        + "皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

    private static readonly FrozenDictionary<int, int> Others = new Dictionary<int, int>
    {
        [0x2E9F] = 0x6BCD, [0x2EA0] = 0x6C11, [0x2EC4] = 0x897F, [0x2EC5] = 0x89C1, [0x2EC6] = 0x89D2, [0x2EC9] = 0x8D1D, [0x2ECB] = 0x8F66,
        [0x2ED3] = 0x957F, [0x2ED4] = 0x95E8, [0x2ED8] = 0x9752, [0x2EDA] = 0x9875, [0x2EDB] = 0x98CE, [0x2EDC] = 0x98DE, [0x2EDD] = 0x98DF,
        [0x2EE2] = 0x9A6C, [0x2EE3] = 0x9AA8, [0x2EE4] = 0x9B3C, [0x2EE5] = 0x9C7C, [0x2EE6] = 0x9E1F, [0x2EE7] = 0x5364, [0x2EE8] = 0x9EA6,
        [0x2EE9] = 0x9EC4, [0x2EEA] = 0x9EFE, [0x2EEC] = 0x9F50, [0x2EEE] = 0x9F7F, [0x2EF0] = 0x9F99, [0x2EF3] = 0x9F9F,
        [0xF92C] = 0x90CE, [0xF979] = 0x51C9, [0xF995] = 0x79CA, [0xF9E7] = 0x88CF, [0xF9F1] = 0x96A3, [0xFA0C] = 0x5140, [0xFA0D] = 0x55C0,
        [0xFA18] = 0x793C, [0xFA20] = 0x8612,
    }.ToFrozenDictionary();

    /// <summary>The character that is meant, or the code point itself.</summary>
    public static int Map(int codePoint) => codePoint - FirstKangxi is var at && at >= 0 && at < Kangxi.Length
        ? Kangxi[at]
        : Others.GetValueOrDefault(codePoint, codePoint);
}
