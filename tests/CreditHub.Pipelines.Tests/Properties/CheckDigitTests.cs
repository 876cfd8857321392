using System.Text;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Tests.Properties;

/// <summary>
/// What the check characters promise. One wrong character: GB 32100 (mod 31), GS 15 (MOD 11,10) and GB 11643 (MOD 11-2) find every one; GB 11714 (mod 11 over 36 values)
/// finds every wrong digit, but of letters and digits together 84 of 1,260 pairs (6.7 %) have the same value mod 11. Two neighbours exchanged: mod 31, MOD 11-2 and
/// digits under GB 11714 find every one, MOD 11,10 nearly all.
/// </summary>
public class CheckDigitTests
{
    [Fact]
    public void A_right_code_is_never_refused()
    {
        Given.Any(Codes.Uscc, code => UsccCode.IsValid(Utf8(code)) && OrgCode.IsValid(Utf8(code[8..17])), 2000);
        Given.Any(Codes.OrgCode, code => OrgCode.IsValid(Utf8(code)), 2000);
        Given.Any(Codes.RegNo, code => RegistrationNumber.IsValid(Utf8(code)), 2000);
        Given.Any(Codes.CitizenId, code => CitizenId.IsValid(Utf8(code)), 2000);
    }

    [Fact]
    public void A_right_code_is_a_right_tax_number()
    {
        Given.Any(Codes.Uscc, code => TaxNumber.IsValid(Utf8(code)) && TaxNumber.HasStructure(Utf8(code)));
        Given.Any(Codes.CitizenId, code => TaxNumber.IsValid(Utf8(code + "01")) && TaxNumber.HasStructure(Utf8(code + "01")));
        Given.Any(Codes.OrgCode, code => TaxNumber.IsValid(Utf8("411000" + code)) && TaxNumber.HasStructure(Utf8("411000" + code)));
    }

    [Fact]
    public void Every_single_wrong_character_of_a_credit_code_is_found() =>
        Given.Any(Codes.Uscc, code => Substitutions(code, Codes.UsccAlphabet).All(wrong => !UsccCode.IsValid(Utf8(wrong))), 100);

    [Fact]
    public void Every_single_wrong_digit_of_a_registration_number_is_found() =>
        Given.Any(Codes.RegNo, code => Substitutions(code, "0123456789").All(wrong => !RegistrationNumber.IsValid(Utf8(wrong))), 200);

    [Fact]
    public void Every_single_wrong_character_of_an_identity_number_is_found() =>
        Given.Any(Codes.CitizenId, code => Substitutions(code, "0123456789X").All(wrong => !CitizenId.IsValid(Utf8(wrong))), 200);

    [Fact]
    public void Every_single_wrong_digit_of_an_organisation_code_is_found() =>
        Given.Any(Codes.NumericOrgCode, code => Substitutions(code, "0123456789").All(wrong => !OrgCode.IsValid(Utf8(wrong)) || wrong[..8] == "00000000"), 200);

    [Fact]
    public void Of_letters_and_digits_an_organisation_code_misses_exactly_what_its_modulus_cannot_see() =>
        Given.Any(Codes.OrgCode, code =>
        {
            for (int place = 0; place < 8; place++)
            {
                int was = Codes.OrgAlphabet.IndexOf(code[place], StringComparison.Ordinal);
                int missed = Codes.OrgAlphabet.Where(other => other != code[place])
                    .Count(other => OrgCode.IsValid(Utf8(code[..place] + other + code[(place + 1)..])));
                int expected = Enumerable.Range(0, 36).Count(value => value != was && value % 11 == was % 11);
                if (missed != expected && !code[..8].Remove(place, 1).All(character => character == '0'))
                {
                    return false;
                }
            }

            return true;
        }, 100);

    [Fact]
    public void Neighbours_exchanged_are_found()
    {
        Given.Any(Codes.Uscc, code => Exchanges(code).All(wrong => !UsccCode.IsValid(Utf8(wrong))));
        Given.Any(Codes.CitizenId, code => Exchanges(code).All(wrong => !CitizenId.IsValid(Utf8(wrong))));
        Given.Any(Codes.NumericOrgCode, code => Exchanges(code).All(wrong => !OrgCode.IsValid(Utf8(wrong)) || wrong[..8].Contains('X', StringComparison.Ordinal)));
        int all = 0;
        int found = 0;
        Given.Any(Codes.RegNo, code =>
        {
            foreach (string wrong in Exchanges(code))
            {
                all++;
                found += RegistrationNumber.IsValid(Utf8(wrong)) ? 0 : 1;
            }

            return true;
        }, 2000);
        Assert.InRange(found / (double)all, 0.97, 0.9999);
    }

    private static IEnumerable<string> Substitutions(string code, string alphabet) =>
        from place in Enumerable.Range(0, code.Length)
        from other in alphabet
        where other != code[place]
        select code[..place] + other + code[(place + 1)..];

    private static IEnumerable<string> Exchanges(string code) =>
        from place in Enumerable.Range(0, code.Length - 1)
        where code[place] != code[place + 1]
        select code[..place] + code[place + 1] + code[place] + code[(place + 2)..];

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
