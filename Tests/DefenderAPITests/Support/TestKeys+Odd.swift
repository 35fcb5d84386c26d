extension TestKeys {
    /// PBES2, AES-256, HMAC-SHA-256; opens with ``passphrase``.
    static let encryptedPKCS8 = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIIFLTBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQIkOIzUxacpn4CAggA
        MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBBQrxlI5VThOgDi/XzSVn0bBIIE
        0CfnHG9Q7BsbkuJlvK5IpnTu27Fir7V/7XH/8csJ2ub+GQvKrxCHi/I3FK47QgPv
        j2UOhO8R0Herg1yUb0Hdw51NBIhESrpMVmkCW657gDj6OPJF4OGOBrm0WjLtw8Gk
        xLDx/EZgKejPu6jbTiouJaAZrr9UnnIHP0Cw8XvrJg7KirJcaFDDCOfQLk449otE
        ccWUuMgJ5sUa2MNEOAaOEedsIY+J6fDHoJKcOVeJp+JKf7n0V1xl+AtHkf10Lo5Z
        sL/YmO87nWTRAKg4amoV761zXd1174WvYMeDEDDuAOq0j3Xw3puWiqaKMjYPu7UX
        jjIScKLBfQO6HWOex3SH6PdOmtbMZ8JqM/FU3skHshBI+YS9GQ2KBRrBgwfZiwqV
        ritO8PqRuzgDpD6v8VJKxTdpnBw1JowABfRaKAqbDSYFQhR9kDksrkywr4USBvpm
        ewddhURGh+pIdS9DLPQSSH43SCJVQx5nZjWHD6+1LFLhDcguOu7zvNXrvsqCsolP
        kJdX3E3abngePBwav5sjfddNAt7hcQt7xAzjio3KmdqpaSPGuWKvylzDOo9iFj5k
        WLMKLMYbvK709ocTyqbrdOeSeUA/SS1vGbu2wfQTajoB1+JMgFaiOjJ8MnXyyQAH
        rnpp907jE3BiqVxs5EZ4mgDyXkHzmqlBhbRbfaMM89Sjg9GPk5jrMEASILfZTHGp
        gx4QCQoIzPIC7zqJdxpigYPuyIWrB0lL3FjtdzqB2OZtUIj5fBP6SG5AxAvuADcf
        orRhdCWrfQuKrl4XxZcTk5QnBAZaYetjwDmZm7/f/S/EGBpoGw9dAFOY+rz+EYIy
        9EhhXcDIKxVuziuv/tFyV6JE1ora6tEgmG8ggX03k3EeRv+T9B54/EM+qNduCwaZ
        vfmx5XmQnQwldI/oDNPZRXgORI4U7tyadU40xj6j/+RCqqFsJRTH565B6S4LVZM4
        EYk3dWvhumA537TUIPvdKiG5C/oEF7uHMG29vxbDVW/dvCJZ96AFGvX8LoI8FQb6
        eROioYp9tvvGuQWMpWoTQpPZNhigFrMp9o4OzRFSBsDQEig8jeS9lNkWBqvbgMCg
        KygBotO04OdLglsSwEq3RDtY4rhgimiq2anrtyj4SK7av7o0H8ZsI2eFSWCZn1DJ
        /U2jP8tR07L49UaKXnvEP3MKOpUMYnLDM5dNu0QWfd/w3vTJBoqbIG8UhF7WBRlL
        MzXDnkK4e4hGiy5ouOKPxfbFZEUb5dOq2S/VoAxGTr+88epnD6t44VI1valYsCpZ
        Fu2i+w4w+g3+kYbQCqN75tN7y6dPQ+8BWC1t5e3E+z7x/9NMYiZCNtJ0OILlkBUb
        cY4fPoHORwFP5xRstmSku/FQ/AK8N5LUjpGT64iqrlzuC8pYi0KMPhfSXGGSbKZF
        28N4OCyJzWElD5jeifvlXvvCF63AETunLqyeiVnEKwjUo1zV+C/z1oBHXzAe++j9
        NjDgYfGX45h9Iw44wGN5CntV+iED7wgBUF0MLZ35T6AfoSx3P0HwPehyEPKwlgOO
        WULpSEKBTruPRCwjlyO/B8Kp4drPj0EWqhwLzE7xxlhcfD7w7D60vSvAmwus0tPg
        gPs1+f0NF6EMVQk8SttaGBkn3u3Tom8FdpWHKjnKevkR
        -----END ENCRYPTED PRIVATE KEY-----
        """

    /// The traditional form, AES-128; opens with ``passphrase``.
    static let encryptedPKCS1 = """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,6AF8D5CE737C8D10FB8C1939DC33974A

        YMOS+3K6/GmtY7k2lUkIZKzjJM/jLvcKKJ1pk7mbQFQ13XG5I4eSodSn+Kr30167
        zr7MNgS4MeKnLYYDJ64rAazkawWJpONTx+aLY2NBRuWI2u3dCv32MNmZnkf7PdIq
        MbzsnlTFRcLN85DRotNhdQxP7VV25jlaNzOy+UX10suSmZ+yLnO1SNUeftdgLljs
        12FKRVY5/G1dqBiyCV59Egqt35u7DPU/5in8m87ArUKG9E/ibQPEf3JPKUQOANLS
        HpV/wLG0YtkW3h/Fly4WCV3qNu3ccs8ouO8+kHP0ItBz+vc1rJ63lzaVdf1HmvUF
        D+BxD/s0z3I1uqw3oPbU3V6tPup4NgGW6YjI5tQ7Q6rsuE5eARshc/oGxtfRPnQv
        sG5RF43Zwz6tzq9b2zQg3auNgpP9ZygrDEFpuFLUCbySu4nuWpRA96D+F5nFo4pi
        sreLDUEoVRdAbB5mOqft7yDKUPSSK47lfWFLEvgvR6AC7x4Ovo5IFRHSh6kPz0os
        QHqw2x5elknLdbCM8lVbYBkeqQi51kfSESpt7Gucbb6DjI9PX53/426N6Stjm2qS
        TyUlhUCo2E6VunwdePkAtCCY/fcL/JZsvYX+he9+QUucjr/v+saD3TfhOlHEp0km
        yCTREC0gaymqQA7zsfoSCsDjPdd1CY1aOgp+0/OELdFip39Gchop82fc76Q0xmKj
        v/QifSCjT2KYTJNzMXYvnD/ZqxIp8JG7GGLNo57nkQMGvszcyq7rGxo48oyIADkk
        9YnKPEb07Z+QTqso86vq8QzQ6exURskJzztPBuzrB8ryH90FTW4zNWiuJhGAGby/
        bMn3xI601FpDYXinx33GfUtSjl0yyMAZhqATm0SAE2jct23nJguQqVGFOHjrc1tK
        ef83WrIXKO2jJy1OOfIgoqV3pyCA1JgnUqqaNSRlWvj2One9GyR0qogEjc0aozFz
        oSi7EhI+24AQAErDJYfTXp1XPuxMLQy2SNOpF2Ma/d/BVJG/DX3hoBYbOccolxlb
        IUWF0kWzozsUF17FHV3jAXDMwsnmy6Mv3ED86MGJkVZU0iL/dUJp3b70VitKgPWy
        Y0TCB3EaJ9wqXqAZbMNOPx22FCs16Kztdpr0r3rOvXDR3IBmBDuY981sxDgGzmIe
        lFBpHRX2gtwCDu8b8WU3704ocmPL03Xam0dgYCWldLMWihvx93V/Atv2rYOdJGPq
        qveRx/lSNF/LJcOdSQgWTb/mFAzs1l2qH7jswvbtQXdrxF0XrBVCO1YQEFNpiNPq
        esujSNv1+oACHtQMp5dCkeIpN3WMNUiYWi4xiTUm4LThxmorHi0fuy1O8ThMlbJm
        UytOqVA5uxvnlTsbawF4pvspmfQOGTT9VuKVELtlDqmFpMuFlfoXNIVhbo+u4VpP
        uhd6HQn1fK6A1UypfctJmWSg7KTHzioIn43VoC3IW/T6Ton/cKFN+1CPcnAX/nPc
        W66Lzh9w5PFjhEfDp0w4TGJsb/Nea1GoT8RRIDbM2LTWfuc2k8uSm+nJWN0AFqPM
        qXpYy9c+ogGxBYO77elb/f7ngCaS9RL52NvuFrwAdctFKkYXjdobceTWdFQUHjq4
        -----END RSA PRIVATE KEY-----
        """

    /// Not the key of the certificates.
    static let anotherRSA = """
        -----BEGIN PRIVATE KEY-----
        MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQD0Xjbt6PkfcLf1
        En5mjfkZbJaHJMq0X5nTRUuo12xM52d6h3dPwSeIGc0Y4VXvw+cIAOpds53KzeKv
        pShnSFG9cQJ4IEmYJchaol5p1wRKMVQxPWI3X8m43ngD1Cy8qnpQ46eirDICbX8E
        YnrvqYYVnfvd4B5Rg6p43h2xPAngY493p5ptvvOq0QTukY4euhffuEPj94ifhFw6
        jgVGeO8ldqhVuhtW/rZ3v3ZyPOTwUkFOlbCJaWjtFm1Cp0ukqC193U6/VeMInhxc
        Ksa5e7RdgFKJ+wr5puil0JDS3JN5fEjB1mhSQgWjTldtC8u7D1mT3nEBKrObXQdv
        ULNsuZpBAgMBAAECggEAKB0HG0qxCk4whFRC14baqye+FfUeKTnAQIQRhWfHaWBb
        BiwSk877NEY3+quStccMt62eyz7e2hmt6nNMDJg8gsJ4S0vRiN4641Xf9bPMCnnK
        fkK7Sqe4r1YlkUtVBKtfZMPaEsP9eZSL0yZvU8QaNJY4cBWIJI1egHTFnwBiBqk/
        GDfV80Y7RQZTVI9EOin0Qw+LW++vUdhSCQtrOBqjfhYZI17UpxKx6+y6qqeGUsgg
        zcRAfuPzyRDW1SOhCrj+l1VkHFsjn675uPNCqmZIj/JIUtUqH5o5UAQEElZGo4kp
        Yp/yR408faYaCBVSG6anQUeIfyUJIEWA3UoPtvM6IQKBgQD6hCgUqG6s4sljFZfd
        lF0JJUV7hsBd1po8L0yhe81w9O1QGo9z/pr0H4l0MYwhxqkYQlJ5tmtpYZEdrYAY
        dXATs9CmG0Kz/H9l2M3AO6Eq84hiZW/svfqm5GGuwO0B5kJBwsE11xtT6HuIRyxg
        UscRBZsilrNrAkY9Y8V65K8uFQKBgQD5t5rJ/fG+rz5nGOzqhY1mwBGi69NJx1pB
        hD+fY4pUn8UXeGs8dG/rTpTxFiNjr1Zb+XA6/DJVeQo9NmKvrZOK0EjUMa4xaErY
        ZpgYxnUL9GUb2oyeSUasNtwbE9TMZ2YTeIHUTrYW4+3lm3EMS2AnPhkxOb4ME6wb
        gSuhl3AyfQKBgA/KcshSkZ9eMDmJq+fwqSiha87MgKWpmFFA3gCz0BBVr/vDoNU7
        8EKBFmX3lZCveAsqaw52/DBJUR9gx1lDVcw4ImfGAh9cRB+EWfvLBm6xqSAiqrpu
        gzUv4iRkzsu22uhQQWOGapeQaPD/I4Hy1c9x3gSBIVAWdZz7BACqF4y9AoGAeazR
        2kxHR49iC6AkiF1Mud0qesUHrbJaMwQ6b/Jzi6pRwY7mSY2+ntwqTJJp6f+cR7Jx
        0fvilq0kpRDj4w/jjUbRxbrzUpWrqmfLAn9otst9nKXP0KyJqA4PD46JKJPVM/WK
        5ST5Kowi9bbYzZHIpzZl1gt5o67ONJSq6tC8VY0CgYBE6rnJhbiKWKSiSPPKtI1R
        3FrUjXfp696ro+Vdemvq/hPYYfRXTCMXTDvz9nu88t9zEmqJotCDVxKmFK8Lgny0
        BI8366vEVJhoTA8SNmCz4YivjwGXAlCCoGmPGjJ8CAtHFThtFQMpPiYEc1mVCPK8
        NwtlTUA9u/BGsIrMhGx/oQ==
        -----END PRIVATE KEY-----
        """

    /// 1024 bits.
    static let smallRSA = """
        -----BEGIN PRIVATE KEY-----
        MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAO5leKV6a6XoUlVO
        U9HwnTewhPLEsjdxVz+M4gYBjLvtLtU1ElI02dUd1Kifq8pt5vUPYV4Yl70EArqc
        84ameEZGnDAsZbmZaSH/EkGggngCvB4rMa1v0ou5Zvuhd+9BH+qZUFtBZol+7/QJ
        jSPutwgyUVLJktOwnvzjo03ULSdzAgMBAAECgYEAkOVZy/I5ZZBsIm9GIO8HD6cZ
        V1jYHTylU/n0EsR0XnCNq4bjSNXYpGDKNWc/Cf18h+w+OOvnpjm+0t+8YFXj+V5b
        AU+qOxcZrcrMIKMUyKoI3/i3cUzPW6nat6h3kbirClvr0oeEzu+CjHScBC9VapUd
        J51WUk6ajCPX6f2jbwkCQQD+EgJHcNEbAXtQdpahl3glB9ofyw79ThdFl5Df4xxl
        OPDfkxKakvdEBWzIvSXDqLQvncVRgLgn+SlX6GyxHdB9AkEA8DT8wcXQXYUwg+ii
        Bcd0TVdYvDGkd7gKP2P584Qwl8KUhcBngtjMu0awd6mWYQf0CqweVupFGLm0yNRc
        5r3KrwJASOP9x2U0eJz6NeFv4bhE/cq853YoPL/UqWCMbc8IbHnjkSDuq24Shm9Q
        AF9ToEicOTT4USOusbkoBVJnLIEzOQJAYU3VpdkwEvJFOOof2B936WycsX+alDSl
        UhB5zD+cP52+9H+AbuzL4oE8Mv0rwZqrLTeUArlbzCxOI5yDFaWEWQJAX93r7V53
        MmiggodwZYRAe5Ut1csCb/AA4F/OEWlEFHU1jpyPX6VafzdL53GjnyOKsttm0wvq
        Y0kZ7kP7pdOW2w==
        -----END PRIVATE KEY-----
        """

    /// P-256.
    static let elliptic = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgep9jec4NbVnlotf3
        vPuaO6VYOYozGukYFgrkOSooqJ6hRANCAAReVULEJEsBR0W7RPIFmgmZeXiD3XlW
        qj/pt3+5HinRoMpC/lU6udfnQH5wRLWSYyZgHlMuuilNrXbnPgVZiGRE
        -----END PRIVATE KEY-----
        """
}
