namespace CreditHub.Pipelines.Catalog;

/// <summary>What is personal about a field.</summary>
public enum PersonalKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Name of a natural person (or of an organisation, when the record's subject is one).</summary>
    Name,

    /// <summary>Identity number.</summary>
    Id,

    /// <summary>Phone number.</summary>
    Phone,

    /// <summary>Home or postal address.</summary>
    Address,

    /// <summary>Other personal facts.</summary>
    Other,
}
