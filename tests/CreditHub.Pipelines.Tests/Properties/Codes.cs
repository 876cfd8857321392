using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace CreditHub.Pipelines.Tests.Properties;

/// <summary>Generators of right codes, written from the standards a second time: they must not share a mistake with the product. The people were born before 1900.</summary>
internal static class Codes
{
    public const string UsccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    public const string OrgAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static readonly int[] OrgWeights = [3, 7, 9, 10, 5, 8, 4, 2];

    public static Gen<string> Uscc { get; } =
        from kind in Text(UsccAlphabet, 2)
        from region in Text("0123456789", 6)
        from organisation in OrgCodeOf(Text(UsccAlphabet, 8))
        select WithUsccCheck(kind + region + organisation);

    public static Gen<string> OrgCode { get; } = OrgCodeOf(Text(OrgAlphabet, 8));

    public static Gen<string> NumericOrgCode { get; } = OrgCodeOf(Text("0123456789", 8));

    public static Gen<string> RegNo { get; } = Text("0123456789", 14).Where(digits => digits.Trim('0').Length > 0).Select(digits =>
    {
        int product = 10;
        foreach (char digit in digits)
        {
            int sum = (product + digit - '0') % 10;
            product = 2 * (sum == 0 ? 10 : sum) % 11;
        }

        return digits + ((11 - product) % 10).ToString(CultureInfo.InvariantCulture);
    });

    public static Gen<string> CitizenId { get; } =
        from region in Text("0123456789", 6)
        from day in Gen.Choose(0, 36000)
        from serial in Text("0123456789", 3)
        select WithCitizenCheck(region + new DateOnly(1800, 1, 1).AddDays(day).ToString("yyyyMMdd", CultureInfo.InvariantCulture) + serial);

    public static string WithCitizenCheck(string seventeen)
    {
        // ISO 7064 MOD 11-2: the weight of a place is a power of two
        int rest = 0;
        foreach (char digit in seventeen)
        {
            rest = (rest + digit - '0') * 2 % 11;
        }

        return seventeen + "0123456789X"[(12 - rest) % 11];
    }

    private static Gen<string> Text(string alphabet, int length) =>
        Gen.Elements(alphabet.ToCharArray()).ArrayOf(length).Select(characters => new string(characters));

    private static Gen<string> OrgCodeOf(Gen<string> eight) => eight.Where(text => text.Trim('0').Length > 0).Select(text =>
    {
        int sum = 0;
        for (int i = 0; i < 8; i++)
        {
            sum += OrgAlphabet.IndexOf(text[i], StringComparison.Ordinal) * OrgWeights[i];
        }

        return text + "0X987654321"[sum % 11];
    });

    private static string WithUsccCheck(string seventeen)
    {
        // weights are powers of three: Horner from the right
        int rest = 0;
        for (int i = seventeen.Length - 1; i >= 0; i--)
        {
            rest = ((rest * 3) + UsccAlphabet.IndexOf(seventeen[i], StringComparison.Ordinal)) % 31;
        }

        return seventeen + UsccAlphabet[(31 - rest) % 31];
    }
}
