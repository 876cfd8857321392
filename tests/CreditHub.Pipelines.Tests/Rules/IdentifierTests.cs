using System.Text;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Tests.Rules;

/// <summary>Values printed in the standards, of public companies, and synthetic ones that belong to nobody.</summary>
public class IdentifierTests
{
    [Theory]
    [InlineData("914403001922038216"), InlineData("91440300708461136T"), InlineData("9152000071430580XT"), InlineData("91440300192185379H")]
    [InlineData("91440300192181490G"), InlineData("91100000100003962T"), InlineData("91110000710925462X"), InlineData("91440300100012316L")]
    [InlineData("9144030010001686XA"), InlineData("91440300192317458F"), InlineData("91440400192548256N"), InlineData("91440606722473344C")]
    [InlineData("91350900587527783P"), InlineData("91370200264574251E"), InlineData("91110108551385082Q"), InlineData("911100001000044477")]
    [InlineData("9111000071093123XX"), InlineData("911100001011016602"), InlineData("91370000163044841F")]
    public void Accepts_uscc_and_the_organisation_code_inside(string code)
    {
        Assert.True(UsccCode.IsValid(Utf8(code)));
        Assert.True(OrgCode.IsValid(Utf8(code[8..17])));
    }

    [Theory]
    [InlineData("91330200716361533Q"), InlineData("00000000000000000X"), InlineData("914403001922038217"), InlineData("914403001922083216")]
    [InlineData("9144030O1922038216"), InlineData("9144030019220382"), InlineData(""), InlineData("914403001922038216\n")]
    [InlineData("91440300708461136t"), InlineData("９14403001922038216")]
    public void Rejects_wrong_uscc(string code) => Assert.False(UsccCode.IsValid(Utf8(code)));

    [Fact]
    public void Every_single_changed_character_breaks_a_uscc()
    {
        byte[] code = Utf8("914403001922038216");
        for (int i = 0; i < code.Length; i++)
        {
            foreach (byte other in "0123456789ABCDEFGHJKLMNPQRTUWXY"u8)
            {
                byte[] changed = [.. code];
                changed[i] = other;
                Assert.Equal(other == code[i], UsccCode.IsValid(changed));
            }
        }
    }

    [Theory]
    [InlineData("192203821"), InlineData("708461136"), InlineData("71430580X"), InlineData("100003962"), InlineData("710925462")]
    [InlineData("100012316"), InlineData("10001686X")]
    public void Accepts_organisation_code(string code) => Assert.True(OrgCode.IsValid(Utf8(code)));

    [Theory]
    [InlineData("192203822"), InlineData("708461131"), InlineData("19220382-1"), InlineData("71430580x"), InlineData("")]
    public void Rejects_wrong_organisation_code(string code) => Assert.False(OrgCode.IsValid(Utf8(code)));

    [Theory]
    [InlineData("440301103097413"), InlineData("440301103448669"), InlineData("330203000030639"), InlineData("330200600002522")]
    [InlineData("110000000343473"), InlineData("330200400065251")]
    public void Accepts_registration_number(string number) => Assert.True(RegistrationNumber.IsValid(Utf8(number)));

    [Theory]
    [InlineData("440301103097414"), InlineData("110000000343470"), InlineData("4403011030974"), InlineData("44030110309741３")]
    public void Rejects_wrong_registration_number(string number) => Assert.False(RegistrationNumber.IsValid(Utf8(number)));

    [Theory]
    [InlineData("11010519491231002X"), InlineData("440524188001010014"), InlineData("110101180001010015"), InlineData("440300181202290012")]
    [InlineData("330200184506301238"), InlineData("510100187601159999"), InlineData("650100188812318887")]
    public void Accepts_citizen_id(string id) => Assert.True(CitizenId.IsValid(Utf8(id)));

    [Theory]
    [InlineData("110105194912310021"), InlineData("440524188002300014"), InlineData("11010519491231002x"), InlineData("11010519491231002X\n")]
    [InlineData("1101051949123100２X"), InlineData("110105********002X"), InlineData("")]
    public void Rejects_wrong_citizen_id(string id) => Assert.False(CitizenId.IsValid(Utf8(id)));

    [Fact]
    public void Upgrades_a_15_digit_citizen_id()
    {
        byte[] upgraded = new byte[18];
        Assert.True(CitizenId.IsLegacy("110105491231002"u8));
        CitizenId.Upgrade("110105491231002"u8, upgraded);
        Assert.Equal("11010519491231002X", Encoding.ASCII.GetString(upgraded));
        Assert.False(CitizenId.IsLegacy("110105491331002"u8));
    }

    [Theory]
    [InlineData("914403001922038216", true), InlineData("11010519491231002X", true), InlineData("440301192203821", true)]
    [InlineData("11010519491231002X01", true), InlineData("44030119220382", false), InlineData("914403001922038217", false), InlineData("44030119220382a", false)]
    public void Knows_tax_numbers(string number, bool valid) => Assert.Equal(valid, TaxNumber.IsValid(Utf8(number)));

    [Theory]
    [InlineData("13800138001", true), InlineData("0371-65800001", true), InlineData("037165800001", true), InlineData("65800001", true)]
    [InlineData("400-123-4567", true), InlineData("0371-65800001-802", true), InlineData("11111111111", false), InlineData("12345678901", false)]
    [InlineData("1111111", false), InlineData("1380013800", false), InlineData("１3800138001", false), InlineData("", false)]
    public void Knows_phone_numbers(string number, bool valid) => Assert.Equal(valid, PhoneNumber.IsValid(Utf8(number)));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
