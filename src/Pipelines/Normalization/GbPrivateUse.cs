namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// Private-use code points that GB 18030 decoders with the tables of 2000 and 2005 give, and the characters GB 18030-2022 means: the same
/// name through a file and through an interface is one name. Pure.
/// </summary>
internal static class GbPrivateUse
{
    private const int First = 0xE78D;
    private const int Last = 0xE864;

    private static readonly int[] Table = MakeTable();

    /// <summary>The character, or the code point itself when it is not one of the pairs.</summary>
    public static int Map(int codePoint) =>
        codePoint is < First or > Last || Table[codePoint - First] == 0 ? codePoint : Table[codePoint - First];

    /// <summary>All pairs, for tests: private-use code point and character.</summary>
    public static IEnumerable<(int PrivateUse, int Character)> Pairs =>
        Table.Select((character, i) => (First + i, character)).Where(pair => pair.character != 0);

    private static int[] MakeTable()
    {
        (int From, int To)[] pairs =
        [
            (0xE78D, 0xFE10), (0xE78E, 0xFE12), (0xE78F, 0xFE11), (0xE790, 0xFE13), (0xE791, 0xFE14), (0xE792, 0xFE15),
            (0xE793, 0xFE16), (0xE794, 0xFE17), (0xE795, 0xFE18), (0xE796, 0xFE19), (0xE7C7, 0x1E3F),
            (0xE816, 0x20087), (0xE817, 0x20089), (0xE818, 0x200CC), (0xE81E, 0x9FB4), (0xE826, 0x9FB5), (0xE82B, 0x9FB6),
            (0xE82C, 0x9FB7), (0xE831, 0x215D7), (0xE832, 0x9FB8), (0xE83B, 0x2298F), (0xE843, 0x9FB9), (0xE854, 0x9FBA),
            (0xE855, 0x241FE), (0xE864, 0x9FBB),
        ];
        var table = new int[Last - First + 1];
        foreach (var (from, to) in pairs)
        {
            table[from - First] = to;
        }

        return table;
    }
}
