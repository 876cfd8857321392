using System.Globalization;

namespace CreditHub.Testing;

/// <summary>Culture and time zone in which nothing works by accident: Turkish casing, Thai years, decimal comma, a strange minus, and a zone half an hour off.</summary>
public static class TestCulture
{
    /// <summary>Applies to the whole process and to what it starts. Called by every test assembly before its first test.</summary>
    public static void BeHostile()
    {
        Environment.SetEnvironmentVariable("TZ", "America/St_Johns");
        TimeZoneInfo.ClearCachedData();
        var culture = Hostile();
        CultureInfo.DefaultThreadCurrentCulture = culture;
        CultureInfo.DefaultThreadCurrentUICulture = culture;
    }

    private static CultureInfo Hostile()
    {
        var culture = (CultureInfo)Known("tr-TR").Clone();
        culture.DateTimeFormat = (DateTimeFormatInfo)Known("th-TH").DateTimeFormat.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NumberGroupSeparator = ".";
        culture.NumberFormat.NegativeSign = "−";
        return culture;
    }

    /// <summary>A machine without culture files still gets the hostile number format.</summary>
    private static CultureInfo Known(string name)
    {
        try
        {
            return CultureInfo.GetCultureInfo(name);
        }
        catch (CultureNotFoundException)
        {
            return CultureInfo.InvariantCulture;
        }
    }
}
