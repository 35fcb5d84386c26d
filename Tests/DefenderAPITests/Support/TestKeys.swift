/// Keys made for these tests alone; they open nothing.
enum TestKeys {
    static let passphrase = "lantern-42"

    /// A self-signed certificate over ``rsaPKCS8``, until 2040 (UTCTime).
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIDDzCCAfegAwIBAgIUUoV/PdKxJ1LjcgcBgyp6QpHTvuEwDQYJKoZIhvcNAQEL
        BQAwFzEVMBMGA1UEAwwMbGF6YXJldC10ZXN0MB4XDTI2MTEyMzIzNTgxOVoXDTQw
        MDgwMTIzNTgxOVowFzEVMBMGA1UEAwwMbGF6YXJldC10ZXN0MIIBIjANBgkqhkiG
        9w0BAQEFAAOCAQ8AMIIBCgKCAQEAs0reh72N57tOD8hKXIaC5jUZORKZN49Tmyvs
        4DeZw6cfRKVf5Q3I+JkSzTZzPb4w8btCZnz60N2WTe5wfGbv3GZtUkSTv8OmcrC4
        7nM6o8yN5GdVdNAU5g7qxCrxlp3qheveF7QuxgBTCPOtt3TMBcSYBRkaIfHg+pBL
        yTaLSm+ZPFk6Ym0neTIRsXpLe88SW7jx3t1354wgQzEQSCC3RDaSAh0sHhPYhnfJ
        PeA4h1Zk0Ch3U2b5at6TeooC5vzqRXLQAJSmfHnCDWzJHqgAZhouzyoLZhYnDK5b
        RwBNh6kfmSyJRGS7zoADD2Ijbj3W6pr7RqqA0TOIAujfgQCU/wIDAQABo1MwUTAd
        BgNVHQ4EFgQUhILrcZswUwfiIDhq44zoFRJJB3wwHwYDVR0jBBgwFoAUhILrcZsw
        UwfiIDhq44zoFRJJB3wwDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOC
        AQEAp92xMvO4B/ca6lzK9kQ3B3Nbj014wotKSMIcrE7gVtHiO4Og25joGUVL7gJL
        1IAc32BFa0FFqICJdEgD42Qhg/yvnf5t3vc/p7FuBWMXTOZprq65A5QnUarR1P83
        UvLaCW+OuJkvMkDXEQ3CF6qSGL2eQ4HWlW+R4oguQjVtT4XuQIZpjpO7QCQW8L1r
        7mJvSquOTkG9wyM2wFqGcf2rh3Aw3EjGO5r+6L6xa6AyIsKTdAq3kYj2Ma2BY/o+
        JM/QUJyRqUKAw9IMsXgPv8IOvNKSkFrYUS7TMQyVykmI8LTpyp7hsaueMOLjlVzE
        /02TTar1Mv9fd4P/Yws7HqmCrA==
        -----END CERTIFICATE-----
        """

    /// The same key, until 2136 (GeneralizedTime).
    static let longCertificate = """
        -----BEGIN CERTIFICATE-----
        MIIDGzCCAgOgAwIBAgIUQu5KLc+4h+qryBvWKDZuS4j0faEwDQYJKoZIhvcNAQEL
        BQAwHDEaMBgGA1UEAwwRbGF6YXJldC10ZXN0LWxvbmcwIBcNMjYxMTIzMjM1ODE5
        WhgPMjEzNjA1MzAyMzU4MTlaMBwxGjAYBgNVBAMMEWxhemFyZXQtdGVzdC1sb25n
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAs0reh72N57tOD8hKXIaC
        5jUZORKZN49Tmyvs4DeZw6cfRKVf5Q3I+JkSzTZzPb4w8btCZnz60N2WTe5wfGbv
        3GZtUkSTv8OmcrC47nM6o8yN5GdVdNAU5g7qxCrxlp3qheveF7QuxgBTCPOtt3TM
        BcSYBRkaIfHg+pBLyTaLSm+ZPFk6Ym0neTIRsXpLe88SW7jx3t1354wgQzEQSCC3
        RDaSAh0sHhPYhnfJPeA4h1Zk0Ch3U2b5at6TeooC5vzqRXLQAJSmfHnCDWzJHqgA
        ZhouzyoLZhYnDK5bRwBNh6kfmSyJRGS7zoADD2Ijbj3W6pr7RqqA0TOIAujfgQCU
        /wIDAQABo1MwUTAdBgNVHQ4EFgQUhILrcZswUwfiIDhq44zoFRJJB3wwHwYDVR0j
        BBgwFoAUhILrcZswUwfiIDhq44zoFRJJB3wwDwYDVR0TAQH/BAUwAwEB/zANBgkq
        hkiG9w0BAQsFAAOCAQEAJOt/FnHkwxCGdw0NfFV/sS0v7Oo144TffQTJbDjy76pz
        DCOWhl1pMLDK0s7TGi9l8+0eFwgMm8GSg9QHjWkJHqJeWy1ELo1R1lt3bitUu5TU
        Fa8HN1Nijp1nrvUaDCbsmk+uGFqAkxJ43sZG5Kzwa6qFc1I++aYaiC5/F8emmNra
        wyG+OxcdkHqR0bVg2gQxMremlINDliVnWA3ozRzT2R0zkv4BYdI1EUOrzAUy1tRx
        7cQGCZtMjUxwblb3UC6Wn+EjayjAUUKEfgAOWH80y8AOlSq9MkYuNSYc8Ho0qhT/
        umjxEr5d1LAJinU1H00BQpnrtlhUatj+EIpY4fDVGQ==
        -----END CERTIFICATE-----
        """

    static let rsaPKCS8 = """
        -----BEGIN PRIVATE KEY-----
        MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQCzSt6HvY3nu04P
        yEpchoLmNRk5Epk3j1ObK+zgN5nDpx9EpV/lDcj4mRLNNnM9vjDxu0JmfPrQ3ZZN
        7nB8Zu/cZm1SRJO/w6ZysLjuczqjzI3kZ1V00BTmDurEKvGWneqF694XtC7GAFMI
        8623dMwFxJgFGRoh8eD6kEvJNotKb5k8WTpibSd5MhGxekt7zxJbuPHe3XfnjCBD
        MRBIILdENpICHSweE9iGd8k94DiHVmTQKHdTZvlq3pN6igLm/OpFctAAlKZ8ecIN
        bMkeqABmGi7PKgtmFicMrltHAE2HqR+ZLIlEZLvOgAMPYiNuPdbqmvtGqoDRM4gC
        6N+BAJT/AgMBAAECggEAB33LBdxGD/cD5aWWcylCUkDJDgPDQnlgTUKCQkLFz6at
        qB5KKcrv/nB+7Z4nJd71h+mCy797HLu1f7TFHx2PS3k9e3YsFOjQN/M/DDo6VVpt
        r1Z1+/cvIwcKiNR2hbbmyV5inZZEwgyEwQIAMdh/0dngtDh+nrPO6l6ZxrgwYmrC
        CwaNLeYEI9xSlfwAWhF3XLnLHJ1REcEBqhvXBHb7I2slOp5AepvjYdlOYQRpyJaA
        /z+VGJv1XAVppJDgl//vbKypkoG7uAoMh6Rr9Y85vqP/gJNPYZgLT1ZJ3IOiRyZZ
        /5OkJ5ZKoLrjyLlX32a3+fHP51zAv2XoD9zGi5uW8QKBgQDjBWojzMBeBk3QMxz9
        IJcRJGZgkfeVaDHxw01Yjq4pYYoBeACgQ06t/O/A+ylV7GbQ2l6o4l2XqodB+4F2
        sCGm2yGdOXU5CsuDNfOJBBI1OBEUlS2UyJuC2CLbZHhO9kPY141p/9XGmoVwHkMq
        i6Ha82ymxmF7AMjvfbns6MK7SQKBgQDKLcdmMaf7+Yhg0HwwF00vqVTjiAEegoYU
        54UgrrJRlG39+SE2K7IwY6K/ly8o8FtIgfcllc2lcC5m+B0Jp6V/4DpdRIX2VMCb
        +/A0K50enUdSFBQ2lc3yowW7RJWhwUu9jfToDsLqswLYqEhE4h4lWYS6Cx16ePHE
        Uz69dTvGBwKBgAU9tcKX0oUZLii1VWD+pJ4vsfFezVF0s1p6gMmfmaO47b+07obE
        pwdbRIm3ArBKIeGGeRL7DuAWfsLmNInx7QT2ICOKFQu5FRO1ZibuoiD6Z2KLQx8h
        Nn3h0YQxIJnqE4zpBQnCb0QDgzsgZ7qOuLDeV87N26hET19ADs/KW9yJAoGAJG4l
        TOvLqiKniVJn3j6EoP7xFeKu2PGJ+YBSQ7ZW2U5Wl3npmxo6jG+XptA2JjlRKXqJ
        rxMUMChLpDA3A0NbFfSwb5fmT6Gr5y95c90b/aU3cbm+fqt1pa/sW3cbQz9SR4Cp
        zZrDUokZDTMdepQH/JDp0qAoGqZqYgbh+j+CmscCgYAl7GnWt+Oj2EeDME8egX8y
        S/EqXHSVKFHk59qBQhIWEAdytiLWPj8IzVXjRgm6fLZasQHFltBdZWmbI0emML6f
        BNk/ks0UG1efZL3FWtGnXnGJBRk0l4s/eHf6H/B3Av0Fc3k7sVfRRSSU5YWCoKfe
        rPs1/NwYBI82q/v6xpNzeA==
        -----END PRIVATE KEY-----
        """

    static let rsaPKCS1 = """
        -----BEGIN RSA PRIVATE KEY-----
        MIIEogIBAAKCAQEAs0reh72N57tOD8hKXIaC5jUZORKZN49Tmyvs4DeZw6cfRKVf
        5Q3I+JkSzTZzPb4w8btCZnz60N2WTe5wfGbv3GZtUkSTv8OmcrC47nM6o8yN5GdV
        dNAU5g7qxCrxlp3qheveF7QuxgBTCPOtt3TMBcSYBRkaIfHg+pBLyTaLSm+ZPFk6
        Ym0neTIRsXpLe88SW7jx3t1354wgQzEQSCC3RDaSAh0sHhPYhnfJPeA4h1Zk0Ch3
        U2b5at6TeooC5vzqRXLQAJSmfHnCDWzJHqgAZhouzyoLZhYnDK5bRwBNh6kfmSyJ
        RGS7zoADD2Ijbj3W6pr7RqqA0TOIAujfgQCU/wIDAQABAoIBAAd9ywXcRg/3A+Wl
        lnMpQlJAyQ4Dw0J5YE1CgkJCxc+mrageSinK7/5wfu2eJyXe9Yfpgsu/exy7tX+0
        xR8dj0t5PXt2LBTo0DfzPww6OlVaba9Wdfv3LyMHCojUdoW25sleYp2WRMIMhMEC
        ADHYf9HZ4LQ4fp6zzupemca4MGJqwgsGjS3mBCPcUpX8AFoRd1y5yxydURHBAaob
        1wR2+yNrJTqeQHqb42HZTmEEaciWgP8/lRib9VwFaaSQ4Jf/72ysqZKBu7gKDIek
        a/WPOb6j/4CTT2GYC09WSdyDokcmWf+TpCeWSqC648i5V99mt/nxz+dcwL9l6A/c
        xoublvECgYEA4wVqI8zAXgZN0DMc/SCXESRmYJH3lWgx8cNNWI6uKWGKAXgAoENO
        rfzvwPspVexm0NpeqOJdl6qHQfuBdrAhptshnTl1OQrLgzXziQQSNTgRFJUtlMib
        gtgi22R4TvZD2NeNaf/VxpqFcB5DKouh2vNspsZhewDI73257OjCu0kCgYEAyi3H
        ZjGn+/mIYNB8MBdNL6lU44gBHoKGFOeFIK6yUZRt/fkhNiuyMGOiv5cvKPBbSIH3
        JZXNpXAuZvgdCaelf+A6XUSF9lTAm/vwNCudHp1HUhQUNpXN8qMFu0SVocFLvY30
        6A7C6rMC2KhIROIeJVmEugsdenjxxFM+vXU7xgcCgYAFPbXCl9KFGS4otVVg/qSe
        L7HxXs1RdLNaeoDJn5mjuO2/tO6GxKcHW0SJtwKwSiHhhnkS+w7gFn7C5jSJ8e0E
        9iAjihULuRUTtWYm7qIg+mdii0MfITZ94dGEMSCZ6hOM6QUJwm9EA4M7IGe6jriw
        3lfOzduoRE9fQA7PylvciQKBgCRuJUzry6oip4lSZ94+hKD+8RXirtjxifmAUkO2
        VtlOVpd56ZsaOoxvl6bQNiY5USl6ia8TFDAoS6QwNwNDWxX0sG+X5k+hq+cveXPd
        G/2lN3G5vn6rdaWv7Ft3G0M/UkeAqc2aw1KJGQ0zHXqUB/yQ6dKgKBqmamIG4fo/
        gprHAoGAJexp1rfjo9hHgzBPHoF/MkvxKlx0lShR5OfagUISFhAHcrYi1j4/CM1V
        40YJuny2WrEBxZbQXWVpmyNHpjC+nwTZP5LNFBtXn2S9xVrRp15xiQUZNJeLP3h3
        +h/wdwL9BXN5O7FX0UUklOWFgqCn3qz7NfzcGASPNqv7+saTc3g=
        -----END RSA PRIVATE KEY-----
        """
}
