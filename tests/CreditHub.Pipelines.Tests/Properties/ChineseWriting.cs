using System.Globalization;
using System.Text;

namespace CreditHub.Pipelines.Tests.Properties;

/// <summary>Writes sums in Chinese numerals as bills do.</summary>
internal static class ChineseWriting
{
    public static string Of(long number, bool capital)
    {
        if (number == 0)
        {
            return "零";
        }

        string digits = capital ? "零壹贰叁肆伍陆柒捌玖" : "零一二三四五六七八九";
        string[] small = capital ? ["", "拾", "佰", "仟"] : ["", "十", "百", "千"];
        string[] large = ["", "万", "亿"];
        string text = number.ToString(CultureInfo.InvariantCulture);
        var written = new StringBuilder();
        bool zero = false;
        bool section = false;
        for (int i = 0; i < text.Length; i++)
        {
            int place = text.Length - 1 - i;
            int digit = text[i] - '0';
            if (digit > 0)
            {
                written.Append(zero && written.Length > 0 ? "零" : "").Append(digits[digit]).Append(small[place % 4]);
                section = true;
            }

            zero = digit == 0;
            if (place % 4 == 0 && section)
            {
                written.Append(large[place / 4]);
                section = false;
            }
        }

        return written.ToString();
    }
}
