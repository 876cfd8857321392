namespace CreditHub.Pipelines.Catalog;

/// <summary>Type of a field's values.</summary>
public enum FieldType
{
    /// <summary>Text of one line.</summary>
    Text,

    /// <summary>Text that may have line breaks.</summary>
    LongText,

    /// <summary>Day, content form YYYY/MM/DD.</summary>
    Date,

    /// <summary>Month, content form YYYYMM.</summary>
    Month,

    /// <summary>Year, content form YYYY.</summary>
    Year,

    /// <summary>Decimal number, content form plain digits with at most <see cref="FieldDefinition.Scale"/> decimals and no trailing zeros.</summary>
    Decimal,

    /// <summary>Whole number.</summary>
    Integer,
}
