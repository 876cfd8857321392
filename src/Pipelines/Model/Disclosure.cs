namespace CreditHub.Pipelines.Model;

/// <summary>Who may see a record (R65). Ordered from the widest to the narrowest circle.</summary>
public enum Disclosure
{
    /// <summary>社会公开: anyone.</summary>
    Public,

    /// <summary>政务共享: government bodies.</summary>
    Government,

    /// <summary>授权查询: with the subject's authorisation.</summary>
    Authorized,

    /// <summary>不公开: never leaves the hub.</summary>
    Restricted,
}
