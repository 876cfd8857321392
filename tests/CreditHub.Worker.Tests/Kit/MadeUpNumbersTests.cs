using CreditHub.Testing.Truth;

namespace CreditHub.Worker.Tests.Kit;

public class MadeUpNumbersTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    [Fact]
    public void Every_code_passes_the_sum_of_the_standard_and_no_spoiled_one_does()
    {
        for (int number = 0; number < 5000; number++)
        {
            var code = MadeUpNumbers.Uscc(number);
            Assert.Equal(0, Sum(code) % 31);
            Assert.NotEqual(0, Sum(MadeUpNumbers.Spoil(code)) % 31);
            Assert.Equal(MadeUpNumbers.OrgCode(number), code[8..17]);
        }
    }

    [Fact]
    public void Every_citizen_number_is_of_the_nineteenth_century_and_has_the_remainder_one()
    {
        int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1];
        for (int number = 0; number < 5000; number++)
        {
            var id = MadeUpNumbers.CitizenId(number);
            Assert.StartsWith("18", id[6..], StringComparison.Ordinal);
            Assert.Equal(1, id.Select((c, i) => (c == 'X' ? 10 : c - '0') * weights[i]).Sum() % 11);
        }
    }

    /// <summary>All 18 characters, the check with weight one: zero modulo 31 for a right code.</summary>
    private static int Sum(string code)
    {
        int sum = 0;
        for (int i = 0, weight = 1; i < 17; i++, weight = weight * 3 % 31)
        {
            sum += Alphabet.IndexOf(code[i], StringComparison.Ordinal) * weight;
        }

        return sum + Alphabet.IndexOf(code[17], StringComparison.Ordinal);
    }
}
